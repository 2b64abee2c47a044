// A button that opens the browser's own print dialog: <button type="button" data-print>.
export const printing = () =>
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
