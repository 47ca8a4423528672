// The imprint appears under the thumb at once; the server's answer then replaces it, whatever it says.
document.addEventListener("htmx:before:request", (event) => {
  const seal = event.target.closest?.(".seal");
  const word = seal?.querySelector(".seal__ghost");
  if (!word || !seal.dataset.voted) return;
  word.className = "seal__imprint";
  word.textContent = seal.dataset.voted;
  seal.dataset.fresh = "";
  navigator.vibrate?.(12);
});
