// [data-check-all="name"]: one box that ticks all of that name in its table; [data-checked-count] says how many.
const refresh = (form) => {
  const place = form?.querySelector("[data-checked-count]");
  if (place) place.textContent = form.querySelectorAll("tbody input[type=checkbox]:checked").length;
};
document.addEventListener("change", (event) => {
  const all = event.target.dataset?.checkAll;
  if (all) for (const box of event.target.closest("table").querySelectorAll(`input[name="${all}"]`)) box.checked = event.target.checked;
  refresh(event.target.form);
});
