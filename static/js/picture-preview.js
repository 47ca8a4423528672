// Shows chosen pictures before they are sent, and takes dropped ones. Drawn on canvases: the content policy knows no blob: pictures.
const WIDE = 320, HIGH = 240;
const preview = async (file) => {
  const picture = await createImageBitmap(file);
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDE, height: HIGH });
  const scale = Math.max(WIDE / picture.width, HIGH / picture.height);
  const [w, h] = [picture.width * scale, picture.height * scale];
  canvas.getContext("2d").drawImage(picture, (WIDE - w) / 2, (HIGH - h) / 2, w, h);
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", file.name);
  picture.close();
  return canvas;
};
const show = async (input) => {
  const shelf = input.closest(".picture-field")?.querySelector(".picture-field__shown");
  if (!shelf) return;
  const drawn = await Promise.allSettled([...input.files].filter((file) => file.type.startsWith("image/")).map(preview));
  for (const old of shelf.querySelectorAll("canvas")) old.remove();
  for (const one of drawn) if (one.status === "fulfilled") shelf.append(one.value);
};
const fieldOf = (event) => event.target.closest?.(".picture-field");
document.addEventListener("change", (event) => { if (event.target.matches(".picture-field input[type=file]")) show(event.target); });
document.addEventListener("dragover", (event) => {
  const field = fieldOf(event);
  if (field) { event.preventDefault(); field.dataset.hover = ""; }
});
document.addEventListener("dragleave", (event) => { const field = fieldOf(event); if (field) delete field.dataset.hover; });
document.addEventListener("drop", (event) => {
  const field = fieldOf(event);
  if (!field || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  delete field.dataset.hover;
  const input = field.querySelector("input[type=file]");
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
