// [data-copy="id of a field"]: copies it. Chat programs refuse the clipboard, or the asking: then the older way, then the hand.
const byHand = (field) => {
  field.focus();
  field.setSelectionRange(0, field.value.length);
  try { return document.execCommand("copy"); } catch { return false; }
};
const copy = async (field) => {
  try { await navigator.clipboard.writeText(field.value); return true; } catch { return byHand(field); }
};
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  const field = button && document.getElementById(button.dataset.copy);
  if (!field) return;
  const done = await copy(field);
  const word = button.querySelector("[data-word]") ?? button;
  const before = button.dataset.before ??= word.textContent;
  word.textContent = done ? button.dataset.copied : button.dataset.byHand;
  setTimeout(() => { word.textContent = before; }, 2500);
});
document.addEventListener("focusin", (event) => { if (event.target.matches?.("[data-copy-text]")) event.target.select(); });
