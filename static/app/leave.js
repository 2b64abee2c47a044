// "Leave this page": the link, or Esc three times within two seconds. The page goes blank at once; then the address of the
// link, which ends the sign-in and leads to an ordinary page, takes this one's place in the history.
export function leave() {
  const link = document.querySelector("a[data-leave]");
  if (!link) return;
  let presses = [];
  const go = () => {
    const address = link.href;
    document.title = "";
    document.body.replaceChildren();
    location.replace(address);
  };

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

// A page that the browser kept whole and shows again on Back is asked for anew: after a sign-out that is the door.
export function neverFromMemory() {
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.body.replaceChildren();
    location.reload();
  });
}
