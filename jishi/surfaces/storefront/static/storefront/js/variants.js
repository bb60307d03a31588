// Choosing a variant: price, stock, picture and buttons follow, and what cannot be had is greyed.
const all = (root, css) => [...root.querySelectorAll(css)];
const codes = (option) => option.dataset.options.split("|");
const chosen = (axis) => axis.querySelector(":checked")?.value;

// The variant that keeps the changed value and those before it, and most of the others.
function best(options, wanted, at) {
  const fits = options.filter((option) => codes(option).slice(0, at + 1).join() === wanted.slice(0, at + 1).join());
  const score = (option) => codes(option).filter((code, place) => code === wanted[place]).length * 2 + (option.dataset.stock > 0 ? 1 : 0);
  return fits.sort((one, other) => score(other) - score(one))[0];
}

function grey(axes, options) {
  axes.forEach((axis, at) => {
    const before = axes.slice(0, at).map(chosen).join();
    for (const radio of all(axis, "input")) {
      const having = options.filter((option) => codes(option).slice(0, at).join() === before && codes(option)[at] === radio.value);
      const isOut = !having.some((option) => option.dataset.stock > 0);
      radio.disabled = !having.length;
      radio.parentElement.toggleAttribute("data-out", isOut);
      radio.parentElement.querySelector("[data-out-note]").hidden = !isOut;
    }
    axis.querySelector("[data-chosen]").textContent = axis.querySelector(":checked")?.dataset.name ?? "";
  });
}

function show(form, option) {
  const { price, list, after, stock, most, few, picture } = option.dataset;
  const [before, whole, cents, tail] = price.split("|");
  const small = (text) => Object.assign(document.createElement("small"), { textContent: text });
  form.querySelector(".price__now").replaceChildren(...[before && small(before), whole, cents && small(cents), tail && small(tail)].filter(Boolean));
  const struck = form.querySelector("[data-list]:not(option)");
  struck.textContent = list;
  struck.parentElement.hidden = !list;
  form.querySelector("[data-after]").hidden = !after;
  form.querySelector("[data-after-amount]").textContent = after;
  const note = form.querySelector("[data-stock-note]");
  note.textContent = +stock ? few ?? note.dataset.in : note.dataset.out;
  note.dataset.tone = +stock ? (few ? "wait" : "good") : "bad";
  const quantity = form.elements.quantity;
  quantity.max = most;
  if (+quantity.value > +most) quantity.value = most;
  for (const button of all(document, "[data-when]")) button.hidden = (button.dataset.when === "in") !== +stock > 0;
  const thumbs = all(document, ".gallery__thumbs a");
  if (picture !== undefined) thumbs[picture]?.click();
  const url = new URL(location);
  url.searchParams.set("sku", option.value);
  history.replaceState(history.state, "", url);
}

document.addEventListener("change", ({ target }) => {
  const form = target.closest("[data-variants]");
  if (!form || !target.name.startsWith("axis-")) return;
  const axes = all(form, ".options");
  const options = all(form, "select[name=variant] option");
  const option = best(options, axes.map(chosen), axes.indexOf(target.closest(".options")));
  if (!option) return;
  form.elements.variant.value = option.value;
  axes.forEach((axis, at) => {
    const radio = all(axis, "input").find((one) => one.value === codes(option)[at]);
    if (radio) radio.checked = true;
  });
  grey(axes, options);
  show(form, option);
});
