// [data-pauses]: says `pause` once a person stops typing for a moment, never amid the letters of a word being composed.
const MOMENT = 200;
const timers = new WeakMap();
const wait = (event) => {
  const field = event.target;
  if (!field.matches?.("[data-pauses]") || event.isComposing) return;
  clearTimeout(timers.get(field));
  timers.set(field, setTimeout(() => field.dispatchEvent(new Event("pause")), MOMENT));
};
document.addEventListener("input", wait);
document.addEventListener("compositionend", wait);
