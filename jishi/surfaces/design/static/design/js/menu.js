// Menus and drawers are <details>: Escape and a click elsewhere close them.
const opened = () => document.querySelectorAll("details:is(.menu, .drawer)[open]");

document.addEventListener("click", ({ target }) => {
  for (const menu of opened()) {
    menu.open = menu.contains(target) && !target.closest("[data-drawer-close]");
  }
});
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const menu of opened()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Filters that apply themselves.
document.addEventListener("change", ({ target }) => {
  if (target.form?.matches("[data-auto-submit]")) target.form.requestSubmit();
});
