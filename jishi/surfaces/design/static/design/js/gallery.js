// Thumbnails, place and zoom of a gallery.
function mark(gallery) {
  const track = gallery.querySelector(".gallery__track");
  const place = Math.round(track.scrollLeft / track.clientWidth);
  const thumbs = gallery.querySelectorAll(".gallery__thumbs a");
  thumbs.forEach((thumb, at) => thumb.toggleAttribute("aria-current", at === place));
  const note = gallery.querySelector("[data-gallery-at]");
  if (note) note.textContent = `${place + 1}/${thumbs.length}`;
}
function zoom(gallery, link) {
  const dialog = gallery.querySelector("[data-zoom-dialog]");
  dialog.querySelector("img")?.remove();
  dialog.prepend(Object.assign(new Image(), { src: link.href, alt: link.querySelector("img").alt }));
  dialog.showModal();
}

document.addEventListener("scroll", ({ target }) => {
  const gallery = target.closest?.("[data-gallery]");
  if (gallery) mark(gallery);
}, { capture: true, passive: true });
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-gallery] :is([data-zoom], .gallery__thumbs a)");
  if (!link) return;
  event.preventDefault();
  const gallery = link.closest("[data-gallery]");
  if ("zoom" in link.dataset) return zoom(gallery, link);
  const track = gallery.querySelector(".gallery__track");
  track.scrollTo({ left: [...link.parentElement.children].indexOf(link) * track.clientWidth });
});
