// [data-tags]: a tag that is offered is added by one press, here and now; without a script its button sends the form.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-tag]");
  const field = button?.form?.elements.tags;
  if (!field) return;
  event.preventDefault();
  field.value = `${field.value.trim()} ${button.dataset.tag}`.trim();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  button.remove();
  field.focus({ preventScroll: true });
});
