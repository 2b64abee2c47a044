// <p data-elsewhere="2026-11-17T11:00:00-08:00" hidden> says the same moment by this device's own clock, where that shows
// another hour than the practice's. data-before stands before it.
const CLOCK = new Intl.DateTimeFormat("en-US", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const WEEKDAY = new Intl.DateTimeFormat("en-US", { weekday: "long" });
const DAY = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit" });

export function elsewhere(root) {
  for (const line of root.querySelectorAll("[data-elsewhere]")) {
    const told = line.dataset.elsewhere;
    const moment = new Date(told);
    const hour = CLOCK.format(moment);
    const sameDay = DAY.format(moment) === told.slice(0, 10);
    if (sameDay && hour === told.slice(11, 16)) continue;
    const when = sameDay ? hour : `${hour} on ${WEEKDAY.format(moment)}`;
    line.textContent = `${line.dataset.before ?? ""}${when} where you are now.`;
    line.hidden = false;
  }
}
