// <time data-countdown datetime="…">: counts on from what the server wrote; its words come with the page.
const words = JSON.parse(document.body.dataset.countdownWords ?? "null");
const phrase = (left) => {
  const parts = { d: Math.floor(left / 86400), h: Math.floor(left / 3600) % 24, m: Math.floor(left / 60) % 60, s: String(left % 60).padStart(2, "0") };
  const form = parts.d > 0 ? words.days : parts.h > 0 ? words.hours : words.minutes;
  return form.replace(/\{(\w)\}/g, (_, unit) => parts[unit]);
};
// By the server's clock where it was told and the phone's is wrong; a page taken from the history was told long ago.
const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
const offsets = new WeakMap();
const offset = (element) => {
  if (!offsets.has(element)) {
    const behind = element.dataset.now && !back ? Date.parse(element.dataset.now) - Date.now() : 0;
    offsets.set(element, Math.abs(behind) > 3000 ? behind : 0);
  }
  return offsets.get(element);
};
const tick = () => {
  for (const element of document.querySelectorAll("[data-countdown]:not([data-over])")) {
    const left = Math.round((Date.parse(element.dateTime) - Date.now() - offset(element)) / 1000);
    const text = left < 0 ? words.over : phrase(left);
    if (element.textContent !== text) element.textContent = text;
    element.closest(".countdown")?.toggleAttribute("data-near", left < Number(element.dataset.near ?? 0));
    if (left < 0) { element.dataset.over = ""; element.dispatchEvent(new CustomEvent("countdown:over", { bubbles: true })); }
  }
};
if (words) { tick(); setInterval(tick, 1000); }
