// [data-copy="id of a text"]: copies it. Chat programs refuse the clipboard, or the asking: then the older way, then the hand.
const byHand = (place) => {
  getSelection().selectAllChildren(place);
  try { return document.execCommand("copy"); } catch { return false; }
};
const copy = async (place) => {
  try { await navigator.clipboard.writeText(place.textContent.trim()); return true; } catch { return byHand(place); }
};
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  const place = button && document.getElementById(button.dataset.copy);
  if (!place) return;
  const done = await copy(place);
  const word = button.querySelector("[data-word]") ?? button;
  const before = button.dataset.before ??= word.textContent;
  word.textContent = done ? button.dataset.copied : button.dataset.byHand;
  setTimeout(() => { word.textContent = before; }, 2500);
});
