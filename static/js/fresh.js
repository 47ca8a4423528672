// Says `due` to [data-fresh] now and then, so that htmx asks whether anything is new: never while the tab is hidden or nobody
// has touched it for a while, and ever less often while nothing happens.
const FIRST = 15_000, MOST = 240_000, IDLE = 180_000;
let wait = FIRST, timer = 0, asked = Date.now(), touched = Date.now();

const all = () => [...document.querySelectorAll("[data-fresh]")];
const plan = (delay) => {
  clearTimeout(timer);
  if (all().length) timer = setTimeout(ask, delay);
};
const ask = () => {
  if (document.hidden || Date.now() - touched > IDLE) return;
  asked = Date.now();
  all().forEach((place) => place.dispatchEvent(new Event("due")));
  wait = Math.min(wait * 1.5, MOST);
  plan(wait);
};
const wake = () => {
  const slept = Date.now() - touched > IDLE;
  touched = Date.now();
  if (!slept || document.hidden) return;
  wait = FIRST;
  plan(Date.now() - asked > FIRST ? 0 : FIRST);
};

for (const sign of ["pointerdown", "keydown", "scroll"]) addEventListener(sign, wake, { passive: true });
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    clearTimeout(timer);
    return;
  }
  touched = Date.now();
  wait = FIRST;
  plan(Date.now() - asked > FIRST ? 0 : FIRST);
});
// Something new came: where one thing comes, others follow.
new MutationObserver((changes) => {
  if (changes.some((change) => [...change.addedNodes].some((node) => node.matches?.("[data-fresh]")))) {
    wait = FIRST;
    plan(wait);
  }
}).observe(document.body, { childList: true, subtree: true });
plan(FIRST);
