// The theme switch without a reload; the form behind it works alone.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!event.target.matches("[data-theme-switch]") || !button) return;
  event.preventDefault();
  const theme = button.value;
  document.cookie = `zz_theme=${theme};path=/;max-age=31536000;samesite=lax`;
  if (theme === "auto") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.dataset.theme = theme;
  for (const other of event.target.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
});
