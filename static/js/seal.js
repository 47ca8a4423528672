// The imprint appears under the thumb at once; the server's answer replaces it. Where that is a refusal, it lifts again.
const faceOf = (event) => event.target.closest?.(".seal")?.querySelector(".seal__ghost, .seal__imprint");
document.addEventListener("htmx:before:request", (event) => {
  const face = faceOf(event), seal = face?.closest(".seal");
  if (!seal?.dataset.voted) return;
  face.dataset.before = face.textContent;
  face.className = "seal__imprint";
  face.textContent = seal.dataset.voted;
  seal.dataset.fresh = "";
  navigator.vibrate?.(12);
});
document.addEventListener("htmx:finally:request", (event) => {
  const face = faceOf(event);
  if (!face?.dataset.before) return;
  face.className = "seal__ghost";
  face.textContent = face.dataset.before;
});
