// Counts what is typed against the field's limit, as the server will: by code points.
const count = (input) => {
  const place = document.getElementById(input.dataset.counter);
  if (!place) return;
  const length = [...input.value].length;
  place.textContent = `${length} / ${input.dataset.limit}`;
  place.toggleAttribute("data-over", length > Number(input.dataset.limit));
};
document.addEventListener("input", (event) => { if (event.target.matches("[data-counter]")) count(event.target); });
document.querySelectorAll("[data-counter]").forEach(count);
