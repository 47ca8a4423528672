// Shows chosen pictures before they are sent, and takes dropped ones.
const show = (input) => {
  const shelf = input.closest(".picture-field")?.querySelector(".picture-field__shown");
  if (!shelf) return;
  for (const old of shelf.querySelectorAll("img[data-preview]")) { URL.revokeObjectURL(old.src); old.remove(); }
  for (const file of input.files) {
    if (!file.type.startsWith("image/")) continue;
    const picture = new Image();
    picture.src = URL.createObjectURL(file);
    picture.alt = file.name;
    picture.dataset.preview = "";
    shelf.append(picture);
  }
};
document.addEventListener("change", (event) => { if (event.target.matches(".picture-field input[type=file]")) show(event.target); });
document.addEventListener("dragover", (event) => {
  const field = event.target.closest?.(".picture-field");
  if (field) { event.preventDefault(); field.dataset.hover = ""; }
});
document.addEventListener("dragleave", (event) => { const field = event.target.closest?.(".picture-field"); if (field) delete field.dataset.hover; });
document.addEventListener("drop", (event) => {
  const field = event.target.closest?.(".picture-field");
  if (!field || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  delete field.dataset.hover;
  const input = field.querySelector("input[type=file]");
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
