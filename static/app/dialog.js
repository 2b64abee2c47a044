// <button data-dialog-open="id"> opens <dialog id="id">; <button data-dialog-close> inside closes it.
export function dialogs(root) {
  for (const opener of root.querySelectorAll("[data-dialog-open]")) {
    if (opener.dataset.ready) continue;
    opener.dataset.ready = "yes";
    opener.addEventListener("click", () => document.getElementById(opener.dataset.dialogOpen).showModal());
  }
  for (const dialog of root.querySelectorAll("dialog")) {
    if (dialog.dataset.ready) continue;
    dialog.dataset.ready = "yes";
    dialog.addEventListener("click", (event) => {
      if (event.target.closest("[data-dialog-close]")) dialog.close();
    });
    if (dialog.hasAttribute("data-open-now")) dialog.showModal();
  }
}
