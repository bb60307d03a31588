// <time-left until now ended>: counts by the server's clock, whatever the reader's clock says.
customElements.define("time-left", class extends HTMLElement {
  connectedCallback() {
    const at = (name) => Date.parse(this.getAttribute(name));
    const end = at("until") - at("now") + performance.now();
    const tick = () => this.write(Math.ceil((end - performance.now()) / 1000));
    this.timer = setInterval(tick, 1000);
    this.role = "timer";
    tick();
  }
  disconnectedCallback() { clearInterval(this.timer); }
  write(left) {
    if (left <= 0) return this.finish();
    const days = Math.floor(left / 86400);
    const parts = [left / 3600 % 24, left / 60 % 60, left % 60].map((part, at) => {
      const textContent = String(Math.floor(part)).padStart(2, "0");
      return [at ? ":" : "", Object.assign(document.createElement("b"), { textContent })];
    });
    this.replaceChildren(days ? days + this.getAttribute("days") : "", ...parts.flat());
  }
  finish() {
    clearInterval(this.timer);
    this.textContent = this.getAttribute("ended");
    this.dispatchEvent(new Event("time-up", { bubbles: true }));
    if (this.hasAttribute("reload")) setTimeout(() => location.reload(), 1500);
  }
});
