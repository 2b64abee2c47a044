// Shows only the rows whose names hold what is typed, accents and capitals aside. Nothing typed leaves this page.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

export const finder = (root) => {
  const box = root.querySelector("[data-finder]");
  if (!box) return;
  const field = box.querySelector("input");
  const count = box.querySelector("[data-finder-count]");
  const rows = [...document.querySelectorAll("[data-found-by]")];
  box.hidden = false;
  field.addEventListener("input", () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const row of rows) {
      const names = plain(row.dataset.foundBy);
      row.hidden = !words.every((word) => names.includes(word));
      if (!row.hidden) found += 1;
    }
    count.textContent = words.length ? `${found} found` : "";
  });
};
