// News from the realtime role: counts that changed, work that changed. Without the role, or
// without an answer from it, pages stay as they are; hidden pages do not listen.
const { live, liveQuery } = document.body.dataset;
const WAIT_MS = 5000, TRIES = 6;
let source, timer, tries = 0, wanted = liveQuery !== undefined;

function address() {
  const url = live.startsWith(":") ? `${location.protocol}//${location.hostname}${live}/live` : live;
  return liveQuery ? `${url}?${liveQuery}` : url;
}
function show({ data }) {
  for (const badge of document.querySelectorAll("[data-live-count]")) {
    badge.textContent = data > 99 ? "99+" : data > 0 ? data : "";
    badge.ariaLabel = data > 0 ? `${data} ${badge.dataset.liveCount}` : null;
  }
}
function hush() {
  clearTimeout(timer);
  source?.close();
  source = undefined;
}
function listen() {
  hush();
  if (!live || !wanted || document.hidden) return;
  source = new EventSource(address(), { withCredentials: true });
  source.onopen = () => { tries = 0; };
  source.onerror = () => {
    hush();
    if (++tries < TRIES) timer = setTimeout(listen, WAIT_MS * 2 ** tries * (0.5 + Math.random()));
  };
  source.addEventListener("messages", show);
  source.addEventListener("work", () => document.body.dispatchEvent(new Event("work")));
}
document.addEventListener("visibilitychange", () => { tries = 0; listen(); });
document.addEventListener("signed-in", () => { wanted = true; if (!source) listen(); });
addEventListener("pagehide", hush);
listen();
