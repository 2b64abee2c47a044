// <time data-since="2026-11-17T19:12:00Z" data-now="2026-11-17T19:59:00Z"> counts up as h:mm, on the server's clock:
// data-now is the server's time when the page was made, so a tablet with a wrong clock still counts right.
export function clocks(root) {
  for (const clock of root.querySelectorAll("[data-since]")) {
    if (clock.dataset.ready) continue;
    clock.dataset.ready = "yes";
    const ahead = clock.dataset.now ? Date.parse(clock.dataset.now) - Date.now() : 0;
    const since = Date.parse(clock.dataset.since);
    const tick = () => {
      if (!clock.isConnected) return clearInterval(timer);
      clock.textContent = elapsed(Date.now() + ahead - since);
    };
    const timer = setInterval(tick, 1000);
    tick();
  }
}

export function elapsed(milliseconds) {
  const minutes = Math.max(0, Math.floor(milliseconds / 60000));
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}
