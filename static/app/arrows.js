// The free hours of a calendar as one stop of the tab key: the arrow keys go from hour to hour and from day to day.
export function arrows(root) {
  for (const box of root.querySelectorAll("[data-arrows]")) {
    const columns = [...box.querySelectorAll(".cal-day")].map((day) => [...day.querySelectorAll(".cal-slot")]);
    const slots = columns.flat();
    slots.forEach((slot, index) => (slot.tabIndex = index ? -1 : 0));
    box.addEventListener("keydown", (event) => {
      const to = next(columns, event.target, event.key);
      if (!to) return;
      event.preventDefault();
      slots.forEach((slot) => (slot.tabIndex = slot === to ? 0 : -1));
      to.focus();
    });
  }
}

function next(columns, from, key) {
  const column = columns.findIndex((slots) => slots.includes(from));
  if (column < 0) return null;
  const row = columns[column].indexOf(from);
  if (key === "ArrowDown") return columns[column][row + 1];
  if (key === "ArrowUp") return columns[column][row - 1];
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  for (let day = column + step; step && columns[day]; day += step) {
    if (columns[day].length) return columns[day][Math.min(row, columns[day].length - 1)];
  }
  return null;
}
