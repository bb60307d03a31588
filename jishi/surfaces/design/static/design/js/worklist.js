// Work pages by keyboard: / search, j and k rows, x mark, e edit, ? help; and marking many rows.
const all = (selector) => [...document.querySelectorAll(selector)];
const current = () => document.activeElement.closest("[data-row]");

function move(step) {
  const rows = all("[data-row]");
  const next = rows.at(Math.max(rows.indexOf(current()) + step, 0)) ?? rows.at(-1);
  (next?.querySelector("th a") ?? next)?.focus();
}
const keys = {
  "/": () => all("[data-list-search], [data-search]").at(-1)?.focus(),
  j: () => move(1),
  k: () => move(-1),
  x: () => current()?.querySelector("[data-mark]")?.click(),
  e: () => (current() ?? document).querySelector("[data-edit]")?.click(),
  "?": () => document.getElementById("keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, dialog");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
  event.preventDefault();
  keys[event.key]();
});
document.addEventListener("change", ({ target }) => {
  const marks = all("[data-mark]");
  const whole = document.querySelector("[data-mark-all]");
  if (target === whole) marks.forEach((mark) => { mark.checked = whole.checked; });
  const marked = marks.filter((mark) => mark.checked).length;
  all("[data-marked]").forEach((note) => { note.textContent = marked; });
  if (whole) whole.checked = marked > 0 && marked === marks.length;
});
