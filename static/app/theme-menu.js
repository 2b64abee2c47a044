// Buttons with data-theme-choice="light|dark|system".
export function themeMenu() {
  const show = () => {
    const chosen = document.documentElement.dataset.themeChoice || "light";
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      if (button !== document.documentElement) {
        button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen));
      }
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-theme-choice]");
    if (!button) return;
    try {
      localStorage.setItem("theme", button.dataset.themeChoice);
    } catch {
      document.documentElement.dataset.bsTheme = button.dataset.themeChoice === "dark" ? "dark" : "light";
    }
    dispatchEvent(new Event("theme:changed"));
    show();
  });

  show();
}
