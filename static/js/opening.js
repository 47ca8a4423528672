// [data-turn="…"]: at that moment the page changes by itself. Thousands look at the same second, so each asks for the fresh parts
// at a random moment of the next few; who would rather not wait may reload. The server's clock counts (data-now), not the phone's.
const SPREAD = 5000, TRUSTED = 3000;
const offsets = new WeakMap();
const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward";

const offset = (place) => {
  if (!offsets.has(place)) {
    const behind = place.dataset.now && !back ? Date.parse(place.dataset.now) - Date.now() : 0;
    offsets.set(place, Math.abs(behind) > TRUSTED ? behind : 0);
  }
  return offsets.get(place);
};
const look = () => {
  for (const place of document.querySelectorAll("[data-turn]:not([data-turned])")) {
    if (Date.parse(place.dataset.turn) > Date.now() + offset(place)) continue;
    place.dataset.turned = "";
    setTimeout(() => place.isConnected && place.dispatchEvent(new Event("due")), Math.random() * SPREAD);
  }
};
if (document.querySelector("[data-turn]")) { look(); setInterval(look, 500); }
