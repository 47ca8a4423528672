// A code field sends its form at the last digit; pasted spaces and full-width digits are understood.
document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.matches("[data-code]")) return;
  const most = Number(input.dataset.code) || 6;
  const digits = input.value.normalize("NFKC").replace(/\D/g, "").slice(0, most);
  if (digits !== input.value) input.value = digits;
  if (digits.length === most && !input.form.dataset.sent) { input.form.dataset.sent = "1"; input.form.requestSubmit(); }
});

// Android hands over the code of a text message that names this site, if its reader agrees.
const waiting = document.querySelector("input[data-code]");
if (waiting && "OTPCredential" in window) {
  const giveUp = new AbortController();
  waiting.form?.addEventListener("submit", () => giveUp.abort());
  navigator.credentials.get({ otp: { transport: ["sms"] }, signal: giveUp.signal }).then((found) => {
    if (!found || waiting.value) return;
    waiting.value = found.code;
    waiting.dispatchEvent(new Event("input", { bubbles: true }));
  }, () => {});
}
