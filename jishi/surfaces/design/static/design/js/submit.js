// A double click never does a thing twice: a posted form is busy until an answer comes.
function free(form) {
  delete form?.dataset.busy;
  form?.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.busy) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.busy = "1";
  event.submitter?.setAttribute("aria-busy", "true");
  // A submit that someone stopped, and htmx does not send, is none.
  setTimeout(() => { if (event.defaultPrevented && !form.matches("[hx-post]")) free(form); });
  setTimeout(() => free(form), 15000);
}, true);
document.addEventListener("htmx:afterRequest", ({ target }) => free(target.closest("form")));
addEventListener("pageshow", () => document.querySelectorAll("[data-busy]").forEach(free));

// After a refused form, the summary is read first.
document.getElementById("error-summary")?.focus();
