// Where a form answers with its page anew, the keyboard stays where it was.
let place = null;

document.addEventListener("htmx:beforeSwap", () => {
  const { activeElement } = document;
  const form = activeElement?.form;
  place = form?.closest("[data-refocus]") && form.id
    ? { form: form.id, at: [...form.elements].indexOf(activeElement) }
    : null;
});
document.addEventListener("htmx:afterSettle", () => {
  if (!place) return;
  document.getElementById(place.form)?.elements[place.at]?.focus({ preventScroll: true });
  place = null;
});
