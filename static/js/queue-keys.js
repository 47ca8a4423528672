// form[data-queue]: J and K walk its [data-case]s, A presses [data-key=a], H opens the reasons (a digit presses one), X ticks, O opens.
const cases = () => [...document.querySelectorAll("[data-queue] [data-case]")];
let last = 0;
const walk = (by) => { const all = cases(), at = all.indexOf(document.activeElement?.closest("[data-case]")); all[Math.max(0, Math.min(all.length - 1, at < 0 ? last : at + by))]?.focus(); };
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]), textarea, select") || !cases().length) return;
  const here = document.activeElement?.closest("[data-case]"), key = event.key.toLowerCase(), reasons = here?.querySelector("[data-hide]");
  if (here) last = cases().indexOf(here);
  if (key === "j") walk(1);
  else if (key === "k") walk(-1);
  else if (!here) return;
  else if (key === "a") here.querySelector("[data-key=a]")?.click();
  else if (key === "h" && reasons) reasons.open = !reasons.open;
  else if (key === "x") here.querySelector("input[type=checkbox]")?.click();
  else if (key === "o") here.querySelector("[data-open]")?.click();
  else if (reasons?.open && /^[1-9]$/.test(key)) reasons.querySelectorAll("button")[key - 1]?.click();
  else return;
  event.preventDefault();
});
document.addEventListener("htmx:after:swap", () => { if (document.getElementById("moderation-queue")?.contains(document.activeElement) || document.activeElement === document.body) cases()[Math.min(last, cases().length - 1)]?.focus(); });
