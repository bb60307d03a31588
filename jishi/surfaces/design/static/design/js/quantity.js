// Plus and minus change the number here; without this they submit the next one.
function limit(box) {
  const { value, min, max } = box.querySelector("input");
  const [less, more] = box.querySelectorAll("button");
  less.disabled = min !== "" && +value <= +min;
  more.disabled = max !== "" && +value >= +max;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-quantity] [data-step]");
  if (!button) return;
  event.preventDefault();
  const input = button.closest("[data-quantity]").querySelector("input");
  input.stepUp(+button.dataset.step);
  for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
});
document.addEventListener("input", ({ target }) => {
  const box = target.closest("[data-quantity]");
  if (box) limit(box);
});
