// Filters beside a list apply at once; in the sheet of a phone, when asked. Empty fields stay
// out of the address.
document.addEventListener("change", ({ target }) => {
  const form = target.form?.closest("[data-filters]");
  if (form && !form.matches(":popover-open")) form.requestSubmit();
});
document.addEventListener("submit", ({ target }) => {
  if (!target.matches("[data-filters]")) return;
  for (const field of target.elements) field.disabled = field.name !== "" && field.value === "";
});
