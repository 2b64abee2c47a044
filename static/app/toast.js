// Notes at the foot of the page. They go after ten seconds, but never while someone points at them or is in them.
// A note with data-stay waits to be closed.
const SECONDS = 10;

export function toasts(root) {
  for (const note of root.querySelectorAll(".toast-note")) {
    if (note.dataset.ready) continue;
    note.dataset.ready = "yes";
    note.querySelector("[data-toast-close]")?.addEventListener("click", () => note.remove());
    if (!note.hasAttribute("data-stay")) leaveAfter(note, SECONDS * 1000);
  }
}

function leaveAfter(note, wait) {
  let timer;
  const begin = () => {
    clearTimeout(timer);
    timer = setTimeout(() => note.remove(), wait);
  };
  const hold = () => clearTimeout(timer);
  note.addEventListener("mouseenter", hold);
  note.addEventListener("mouseleave", begin);
  note.addEventListener("focusin", hold);
  note.addEventListener("focusout", begin);
  begin();
}

export function toast(text) {
  const template = document.querySelector("#toast-template");
  const region = document.querySelector(".toasts");
  if (!template || !region) return;
  const note = template.content.firstElementChild.cloneNode(true);
  note.querySelector(".toast-text").textContent = text;
  region.append(note);
  toasts(region);
}

// A swap that did not work leaves the page as it was; say so.
document.addEventListener("htmx:sendError", () => toast("That did not go through. Check the connection, then try again."));
document.addEventListener("htmx:responseError", () =>
  toast("That did not work, and it is on our side. What you typed is still here."),
);
