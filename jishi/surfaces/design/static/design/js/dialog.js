// Links marked data-confirm lead to a confirm page; its form is shown in a dialog instead.
async function ask(link) {
  const answer = await fetch(link.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page.querySelector("[data-confirm-body]");
  if (!answer.ok || !form) throw new Error("not a confirm page");
  const dialog = Object.assign(document.createElement("dialog"), { className: "dialog" });
  dialog.ariaLabel = form.querySelector("h1").textContent;
  dialog.append(document.adoptNode(form));
  dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const { target } = event;
  const link = target.closest("a[data-confirm]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    ask(link).catch(() => location.assign(link.href));
  }
  const dialog = target.closest("dialog");
  if (dialog && (target === dialog || target.closest("[data-dialog-close]"))) {
    event.preventDefault();
    dialog.close();
  }
  const opener = target.closest("[data-dialog-open]");
  if (opener) document.getElementById(opener.dataset.dialogOpen).showModal();
});
