// Short messages: from the server by `HX-Trigger: {"toast": {"message": …}}`, failures, copying.
const region = document.getElementById("toasts");

function show(text, tone = "info") {
  const toast = Object.assign(document.createElement("p"), { className: "toast", textContent: text });
  toast.dataset.tone = tone;
  region.append(toast);
  setTimeout(() => toast.remove(), tone === "error" ? 8000 : 4000);
}
const on = (name, handle) => document.addEventListener(name, handle);

on("toast", ({ detail }) => show(detail.message, detail.tone));
on("htmx:responseError", () => show(region.dataset.failed, "error"));
on("htmx:sendError", () => show(region.dataset.offline, "error"));
on("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  show(region.dataset.copied, "success");
});
