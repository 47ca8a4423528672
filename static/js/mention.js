// In a [data-mentions] field an @ offers the names that may follow: those who have spoken there, and whose the subject is.
const MOMENT = 200;
let field = null, list = null, at = -1, timer = 0, chosen = -1;

const close = () => {
  clearTimeout(timer);
  list?.remove();
  if (field) {
    field.removeAttribute("aria-controls");
    field.removeAttribute("aria-activedescendant");
  }
  list = null;
  chosen = -1;
};
const typed = () => {
  const before = field.value.slice(0, field.selectionStart);
  const found = /[@＠]([^@＠\n]{0,24})$/.exec(before);
  at = found ? found.index : -1;
  return found ? found[1] : null;
};
const mark = (step) => {
  const names = [...list.children];
  chosen = (chosen + step + names.length) % names.length;
  names.forEach((name, n) => name.setAttribute("aria-selected", n === chosen));
  field.setAttribute("aria-activedescendant", names[chosen].id);
};
const take = (name) => {
  field.setRangeText(`@${name.dataset.name} `, at, field.selectionStart, "end");
  close();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
};
const offer = async (word) => {
  const asked = field;
  const answer = await fetch(`${field.dataset.mentions}?q=${encodeURIComponent(word)}`);
  if (!answer.ok || answer.redirected || asked !== field || typed() !== word) return;
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  close();
  const fresh = template.content.firstElementChild;
  if (!fresh?.children.length) return;
  list = fresh;
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  mark(1);
};

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-mentions]") || event.isComposing) return;
  field = event.target;
  clearTimeout(timer);
  const word = typed();
  if (word === null) close();
  else timer = setTimeout(() => offer(word), MOMENT);
});
document.addEventListener("keydown", (event) => {
  if (!list || event.target !== field) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") mark(event.key === "ArrowDown" ? 1 : -1);
  else if ((event.key === "Enter" || event.key === "Tab") && !event.isComposing) take(list.children[chosen]);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
});
document.addEventListener("pointerdown", (event) => {
  if (!list) return;
  const name = event.target.closest?.("[data-name]");
  if (name && list.contains(name)) {
    event.preventDefault();
    take(name);
  } else if (event.target !== field) close();
});
