// The summary of what is missing takes focus; its links go to the field, with its label in view.
export function errorSummary(root) {
  const summary = root.querySelector("[data-error-summary]");
  if (!summary || summary.dataset.ready) return;
  summary.dataset.ready = "yes";
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    const label = field.closest("fieldset")?.querySelector("legend") || field.labels?.[0] || field;
    label.scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}
