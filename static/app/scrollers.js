// What is wider than its place: a rail starts at the step where the couple is; a table can be reached by keyboard.
export function scrollers(root) {
  for (const rail of root.querySelectorAll(".rail")) {
    const step = rail.querySelector("[aria-current]");
    if (step) rail.scrollLeft = step.offsetLeft - rail.clientWidth / 2 + step.clientWidth / 2;
  }
  for (const table of root.querySelectorAll(".table-wrap")) {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
  }
}
