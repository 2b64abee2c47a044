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
  for (const line of document.querySelectorAll("[data-show-at], [data-hide-at]")) {
    const { showAt, hideAt } = line.dataset;
    line.hidden = Boolean((showAt && since(showAt) < 0) || (hideAt && since(hideAt) >= 0));
  }
}

function words(minutes) {
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min ago`;
}

setInterval(draw, 5000);
draw();
