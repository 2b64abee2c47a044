// The room goes on between two loads of the page, on the server's clock: the phase bar moves, a reading's age grows, and
// what falls due shows itself. <div data-room-now="..."> holds the server's time when the page was made.
const MINUTE = 60_000;
const place = document.querySelector("[data-room-now]");
const ahead = place ? Date.parse(place.dataset.roomNow) - Date.now() : 0;
const since = (moment) => Math.floor((Date.now() + ahead - Date.parse(moment)) / MINUTE);

function draw() {
  for (const bar of document.querySelectorAll("[data-phases]")) {
    const minutes = since(bar.dataset.start);
    let from = 0;
    for (const phase of bar.children) {
      const until = Number(phase.dataset.until);
      phase.classList.toggle("phase-past", minutes >= until);
      phase.classList.toggle("phase-now", minutes >= from && minutes < until);
      from = until;
    }
  }
  for (const age of document.querySelectorAll("[data-age]")) age.textContent = words(since(age.dataset.age));
  for (const due of document.querySelectorAll("[data-show-at]")) due.hidden = since(due.dataset.showAt) < 0;
  for (const past of document.querySelectorAll("[data-hide-at]")) past.hidden = since(past.dataset.hideAt) >= 0;
}

function words(minutes) {
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min ago`;
}

setInterval(draw, 5000);
draw();
