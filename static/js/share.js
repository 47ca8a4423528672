// [data-share]: the phone's own sharing sheet, or the link copied; the button says so.
// [data-send], [data-send-picture]: shown only where the phone has such a sheet, and where it takes pictures.
// A page opened by somebody's link is passed on as theirs, unless the link already says whose it is.
const passedOn = (address) => {
  const url = new URL(address || location.href, location.href), ref = new URLSearchParams(location.search).get("ref");
  if (ref && url.origin === location.origin && !url.searchParams.has("ref")) url.searchParams.set("ref", ref);
  return url.href;
};
const canSend = typeof navigator.share === "function";
const picture = async (button) => new File([await (await fetch(button.dataset.sendPicture)).blob()], button.dataset.name, { type: "image/jpeg" });
const canSendPictures = canSend && navigator.canShare?.({ files: [new File([""], "a.jpg", { type: "image/jpeg" })] });
for (const button of document.querySelectorAll("[data-send]")) button.hidden = !canSend;
for (const button of document.querySelectorAll("[data-send-picture]")) button.hidden = !canSendPictures;
// Where the clipboard is refused (chat programs do), the link stands beside the button, ready to be pressed long.
const showLink = (button, url) => {
  const known = button.parentElement.querySelector("[data-shown-link]");
  const field = known ?? Object.assign(document.createElement("input"), { className: "input", readOnly: true });
  field.value = url;
  field.dataset.shownLink = "";
  field.setAttribute("aria-label", document.title);
  if (!known) button.after(field);
  field.focus();
  field.setSelectionRange(0, url.length);
  try { return document.execCommand("copy"); } catch { return false; }
};
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-share], [data-send], [data-send-picture]");
  if (!button) return;
  const { share, send, sendPicture, title } = button.dataset;
  const url = passedOn(share ?? send);
  const say = () => {
    const word = button.querySelector("[data-word]") ?? button;
    const before = word.textContent;
    word.textContent = button.dataset.copied;
    setTimeout(() => { word.textContent = before; }, 2500);
  };
  try {
    if (sendPicture) { await navigator.share({ files: [await picture(button)] }); return; }
    if (canSend) { await navigator.share({ title: title || document.title, url }); return; }
    await navigator.clipboard.writeText(url);
    say();
  } catch (error) {
    if (error.name !== "AbortError" && button.dataset.copied && showLink(button, url)) say();
  }
});
