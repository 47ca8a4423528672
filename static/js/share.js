// [data-share]: the phone's own sharing sheet, or the link copied; the button says so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-share]");
  if (!button) return;
  const url = new URL(button.dataset.share || location.href, location.href).href;
  try {
    if (navigator.share) { await navigator.share({ title: button.dataset.title || document.title, url }); return; }
    await navigator.clipboard.writeText(url);
    const word = button.querySelector("[data-word]") ?? button;
    const before = word.textContent;
    word.textContent = button.dataset.copied;
    setTimeout(() => { word.textContent = before; }, 2500);
  } catch (error) {
    if (error.name !== "AbortError") prompt(button.dataset.copied, url);
  }
});
