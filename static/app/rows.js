// [data-rows] holds fieldsets [data-row]; [data-add-row] adds one in place instead of asking the server for more. A new row
// is the last one with the next number in every name and id, and empty. The server draws all of them after each sending.
const NUMBER = /^((?:id_|div_id_)?[a-z]+_)\d+(_[a-z_]+)$/;
const NAMING = ["name", "id", "for", "aria-describedby"];
const TROUBLE = ".field-error, .invalid-feedback";

export function rows(root) {
  for (const list of root.querySelectorAll("[data-rows]")) {
    const form = list.closest("form");
    const button = form?.querySelector("[data-add-row]");
    if (!button || button.dataset.ready) continue;
    button.dataset.ready = "yes";
    button.querySelector("[data-add-label]").textContent = "Add a row";
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const added = addRow(list);
      form.querySelector("[data-rows-count]").value = added.dataset.row;
      button.hidden = Number(added.dataset.row) >= Number(list.dataset.most);
      added.querySelector("input").focus();
    });
  }
}

function addRow(list) {
  const row = list.lastElementChild.cloneNode(true);
  const number = Number(row.dataset.row) + 1;
  row.dataset.row = number;
  row.querySelector("[data-row-number]").textContent = number;
  for (const part of row.querySelectorAll(TROUBLE)) part.remove();
  for (const part of row.querySelectorAll("*")) {
    part.classList.remove("has-error", "is-invalid");
    part.removeAttribute("aria-invalid");
    for (const name of NAMING) renumber(part, name, number);
    if (part.matches("input")) part.value = "";
    if (part.matches("select")) part.selectedIndex = 0;
  }
  list.append(row);
  return row;
}

function renumber(part, name, number) {
  const words = part.getAttribute(name);
  if (words) part.setAttribute(name, words.split(" ").map((word) => word.replace(NUMBER, `$1${number}$2`)).join(" "));
}
