// A code field sends its form at the sixth digit; pasted spaces and full-width digits are understood.
document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.matches("[data-code]")) return;
  const digits = input.value.normalize("NFKC").replace(/\D/g, "").slice(0, 6);
  if (digits !== input.value) input.value = digits;
  if (digits.length === 6 && !input.form.dataset.sent) { input.form.dataset.sent = "1"; input.form.requestSubmit(); }
});
