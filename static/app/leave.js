// "Leave this page": the link, or Esc three times within two seconds, puts an ordinary page in place of this one.
export function leave() {
  const link = document.querySelector("a[data-leave]");
  if (!link) return;
  let presses = [];
  const go = () => location.replace(link.href);

  link.addEventListener("click", (event) => {
    event.preventDefault();
    go();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return void (presses = []);
    presses = [...presses.filter((at) => event.timeStamp - at < 2000), event.timeStamp];
    if (presses.length === 3) go();
  });
}
