// Runs before the page is painted, so that a chosen theme never flashes.
(() => {
  const order = ["auto", "light", "dark"];
  const root = document.documentElement;
  const apply = (theme) => {
    root.dataset.theme = theme;
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.ariaLabel = button.title = button.dataset[theme];
    }
  };
  apply(localStorage.theme ?? "auto");
  addEventListener("DOMContentLoaded", () => apply(root.dataset.theme));
  addEventListener("click", ({ target }) => {
    if (!target.closest("[data-theme-switch]")) return;
    apply(localStorage.theme = order[(order.indexOf(root.dataset.theme) + 1) % 3]);
  });
})();
