// Suggestions while typing.
let wait, running;
const input = (box) => box.querySelector("input");
const options = (box) => [...box.querySelectorAll("[role=option]")];
const say = (box, name, value) => input(box).setAttribute(name, value);

function list(box) {
  const made = box.querySelector(".suggestions") ?? document.createElement("div");
  if (made.id) return made;
  Object.assign(made, { className: "suggestions", id: `${input(box).id}-options`, role: "listbox" });
  made.ariaLabel = box.querySelector("label").textContent;
  say(box, "role", "combobox");
  say(box, "aria-controls", made.id);
  box.append(made);
  return made;
}
function fill(box, html) {
  list(box).innerHTML = html;
  options(box).forEach((option, at) => Object.assign(option, { id: `option-${at}`, tabIndex: -1 }));
  say(box, "aria-expanded", String(html.trim() !== ""));
  input(box).removeAttribute("aria-activedescendant");
}
async function load(box, text) {
  running?.abort();
  running = new AbortController();
  const url = new URL(box.dataset.suggest, location);
  url.searchParams.set("q", text);
  const answer = await fetch(url, { signal: running.signal });
  if (answer.ok) fill(box, await answer.text());
}
function walk(box, step) {
  const all = options(box);
  const now = all.findIndex((option) => option.ariaSelected === "true");
  const next = all.at((now < 0 && step < 0 ? 0 : now) + step) ?? all[0];
  all.forEach((option) => { option.ariaSelected = String(option === next); });
  if (next) say(box, "aria-activedescendant", next.id);
}

document.addEventListener("input", ({ target }) => {
  const box = target.closest("[data-suggest]");
  if (!box) return;
  clearTimeout(wait);
  wait = setTimeout(() => load(box, target.value.trim()).catch(() => {}), 120);
});
// An empty box offers what was searched for before, and what many search for.
document.addEventListener("focusin", ({ target }) => {
  const box = target.closest("[data-suggest]");
  if (box && target === input(box) && !target.value.trim()) load(box, "").catch(() => {});
});
document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-suggest]");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const chosen = box?.querySelector("[aria-selected=true]");
  if (!box || event.isComposing) return;
  if (step || (event.key === "Enter" && chosen)) event.preventDefault();
  if (step) walk(box, step);
  else if (event.key === "Escape") fill(box, "");
  else if (event.key === "Enter") chosen?.click();
});
document.addEventListener("click", (event) => {
  const box = document.querySelector("[data-suggest]:has(.suggestions)");
  if (box && !box.contains(event.target)) fill(box, "");
});
