// In a group of tick boxes, one with data-exclusive ("None of these") clears the others, and they clear it.
export function choices(root) {
  for (const alone of root.querySelectorAll("input[type=checkbox][data-exclusive]")) {
    const group = alone.closest("fieldset, .choices");
    if (!group || group.dataset.ready) continue;
    group.dataset.ready = "yes";
    group.addEventListener("change", (event) => {
      if (!event.target.checked) return;
      for (const box of group.querySelectorAll("input[type=checkbox]")) {
        const other = event.target.hasAttribute("data-exclusive") ? box !== event.target : box.hasAttribute("data-exclusive");
        if (other) box.checked = false;
      }
    });
  }
}
