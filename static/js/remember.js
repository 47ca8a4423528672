// form[data-remember]: what was typed is there again after a reload or on the way back. Kept in the page's history entry:
// chat browsers have no storage, and a phone may throw the page away while its camera is open.
const form = document.querySelector("form[data-remember]");
let isKept = false;
const SPARED = new Set(["hidden", "submit", "file", "password"]);
const typed = () => [...form.elements].filter((field) => field.name && !SPARED.has(field.type) || field.name === "once");
const shelf = () => form.querySelector("[data-pictures] ol");
// What the server has by now is its own to show; only what it doesn't have is put back, beside the mark of what it was typed over.
const keep = () => {
  const remembered = { at: form.action, over: form.elements.based_on?.value, isKept, texts: typed().map((field) => [field.name, field.value]) };
  remembered.pictures = [...shelf()?.children ?? []].filter((one) => one.querySelector("[name=pictures]")).map((one) => one.outerHTML);
  try { history.replaceState({ ...history.state, remembered }, ""); } catch { /* too often, or too long: what was kept last stays */ }
};
const putBack = ({ over, texts, pictures }) => {
  if (over && form.elements.based_on) form.elements.based_on.value = over;
  for (const [name, value] of texts) {
    const field = form.elements[name];
    if (!field || field.value === value) continue;
    field.value = value;
    field.closest("details")?.setAttribute("open", "");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (shelf() && !shelf().children.length) {
    shelf().innerHTML = pictures.join("");
    shelf().dispatchEvent(new Event("change", { bubbles: true }));
  }
};
if (form) {
  const { remembered } = history.state ?? {};
  if (remembered?.at === form.action && !remembered.isKept) putBack(remembered);
  let timer;
  document.addEventListener("kept", () => { isKept = true; keep(); });
  const later = () => { isKept = false; clearTimeout(timer); timer = setTimeout(keep, 400); };
  for (const kind of ["input", "change"]) document.addEventListener(kind, (event) => { if (event.target.form === form || form.contains(event.target)) later(); });
  addEventListener("pagehide", keep);
}
