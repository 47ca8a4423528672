// [data-passkey]: a form that a passkey fills in. It asks for a challenge, the device answers, the form goes on its way.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const readable = (options) => {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const one of [...(options.excludeCredentials ?? []), ...(options.allowCredentials ?? [])]) one.id = bytes(one.id);
  return options;
};
const sendable = ({ id, rawId, type, response }) => {
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) if (response[name]) said[name] = text(response[name]);
  if (response.getTransports) said.transports = response.getTransports();
  return JSON.stringify({ id, rawId: text(rawId), type, response: said, clientExtensionResults: {} });
};

// In-app browsers know the name but refuse the thing.
if (window.PublicKeyCredential && !/MicroMessenger|Line\//i.test(navigator.userAgent)) {
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    for (const apology of document.querySelectorAll("[data-no-passkey]")) apology.hidden = true;
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-passkey]")) return;
  event.preventDefault();
  const button = form.querySelector("button"), said = form.querySelector("[data-said]");
  button.disabled = true;
  said.hidden = true;
  try {
    const asked = await fetch(form.dataset.challenge, { method: "POST", headers: { Accept: "application/json" } });
    if (asked.redirected) return location.assign(asked.url); // signed out meanwhile, or a proof is wanted first
    if (!asked.ok) throw new Error(asked.statusText);
    const publicKey = readable(await asked.json());
    form.elements.answer.value = sendable(await navigator.credentials[form.dataset.passkey]({ publicKey }));
    form.submit();
  } catch (error) {
    said.textContent = { NotAllowedError: said.dataset.cancelled, InvalidStateError: said.dataset.known }[error.name] ?? said.dataset.failed;
    said.hidden = false;
  } finally {
    button.disabled = false;
  }
});
