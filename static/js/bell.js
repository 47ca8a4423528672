// Keeps the bell, and an open inbox, up to date by asking now and then: only while the tab is seen, ever less often while
// nothing happens. No connection is held open; browsers inside chat programs cut those.
const FIRST = 20_000, MOST = 300_000, SOON = 5_000;
let wait = FIRST, timer = 0, asked = Date.now();

const replaced = (old, html) => {
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.firstElementChild;
  if (fresh && fresh.id === old.id) old.replaceWith(fresh);
};

const renewLines = async () => {
  const lines = document.querySelector("#inbox-lines[data-live]");
  if (!lines || lines.contains(document.activeElement)) return;
  const answer = await fetch("/inbox/lines");
  if (answer.ok && !answer.redirected) replaced(lines, await answer.text());
};

const ask = async () => {
  const bell = document.getElementById("bell");
  if (!bell || document.hidden) return;
  asked = Date.now();
  try {
    const answer = await fetch(`/inbox/bell?mark=${encodeURIComponent(bell.dataset.bell)}`);
    if (answer.status === 401) return;
    if (answer.status === 200) {
      replaced(bell, await answer.text());
      await renewLines();
      wait = FIRST;
    } else {
      wait = Math.min(wait * 1.5, MOST);
    }
  } catch {
    wait = Math.min(wait * 2, MOST);
  }
  plan(wait);
};

const plan = (delay) => {
  clearTimeout(timer);
  timer = setTimeout(ask, delay);
};

document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    clearTimeout(timer);
  } else {
    wait = FIRST;
    plan(Date.now() - asked > FIRST ? 0 : SOON);
  }
});
if (document.getElementById("bell")) plan(FIRST);
