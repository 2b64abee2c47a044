// Runs before the first paint, so it is a plain script and does one thing: set the theme that this device chose.
// Choices: "light" (the default), "dark", "system". The session room keeps its own dark scene.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  root.dataset.js = "on";

  const choice = () => {
    try {
      return localStorage.getItem("theme") || "light";
    } catch {
      return "light"; // storage is switched off on this device
    }
  };

  const apply = () => {
    if (root.dataset.scene) return;
    const wanted = choice();
    root.dataset.themeChoice = wanted;
    root.dataset.bsTheme = wanted === "dark" || (wanted === "system" && dark.matches) ? "dark" : "light";
  };

  apply();
  dark.addEventListener("change", apply);
  addEventListener("storage", apply);
  addEventListener("theme:changed", apply);
})();
