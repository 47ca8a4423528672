// [data-pictures]: photos are made smaller here and sent while one types; each says at its place how it fares.
const LONGEST = 1600, SHORTEST = 800, AT_ONCE = 2, TRIES = 5, STALLED = 30_000;
const queues = new WeakMap(); // of each shelf: its items still on their way, and the submit that waits for them
const queueOf = (shelf) => queues.get(shelf) ?? queues.set(shelf, { items: new Set(), held: null }).get(shelf);
const isOpen = (item) => item.state === "waiting" || item.state === "sending";

// One at a time: a photo of 48 million pixels takes 200 MB while it is open.
let turn = Promise.resolve();
const decode = (file) => createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => createImageBitmap(file));
const drawn = async (file) => {
  const picture = await decode(file);
  const { width, height } = picture;
  const scale = Math.min(1, Math.max(LONGEST / Math.max(width, height), SHORTEST / Math.min(width, height)));
  if (scale === 1 && file.size < 1_500_000) { picture.close(); return file; }
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(width * scale), height: Math.round(height * scale) });
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const kind = /jpe?g|hei[cf]/i.test(file.type + file.name) ? "image/jpeg" : "image/webp";
  const small = await new Promise((done) => canvas.toBlob(done, kind, 0.9));
  return small?.type === kind && small.size < file.size ? small : file;
};
// What the browser can't open (HEIC, mostly) goes as it is.
const shrunk = (file) => (turn = turn.then(() => (file.size < 300_000 ? file : drawn(file))).catch(() => file));

const post = (shelf, item, blob) => new Promise((done) => {
  const request = (item.request = new XMLHttpRequest());
  const body = new FormData();
  body.append("picture", blob, item.file.name || "photo");
  let stalled;
  const alive = () => { clearTimeout(stalled); stalled = setTimeout(() => request.abort(), STALLED); };
  const end = () => { clearTimeout(stalled); done(request); };
  request.upload.onprogress = (event) => { alive(); item.bar.value = event.loaded / event.total; };
  request.onload = request.onerror = request.onabort = end;
  request.open("POST", shelf.dataset.pictures);
  alive();
  request.send(body);
});
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
// Some browsers never say that they are online again.
const online = () => navigator.onLine === false ? Promise.race([pause(STALLED), new Promise((done) => addEventListener("online", done, { once: true }))]) : null;

const tell = (item, state, sentence) => {
  item.state = state;
  item.says.textContent = sentence;
  item.place.classList.toggle("kept-picture--refused", state === "failed" || state === "refused");
  item.again.hidden = state !== "failed";
};
const send = async (shelf, item) => {
  const words = item.says.dataset;
  tell(item, "sending", words.sending);
  item.blob ??= await shrunk(item.file);
  if (item.blob.size > Number(shelf.dataset.largest)) return tell(item, "refused", words.tooLarge);
  for (let tries = 0; tries < TRIES && queueOf(shelf).items.has(item); tries += 1) {
    const answer = await post(shelf, item, item.blob);
    if (answer.status === 200) return keep(shelf, item, answer.responseText);
    const isText = answer.getResponseHeader("content-type")?.startsWith("text/plain");
    if (answer.status >= 400 && answer.status < 500) {
      return tell(item, answer.status === 429 ? "failed" : "refused", isText ? answer.responseText : words.failed);
    }
    item.says.textContent = words.waiting;
    await Promise.all([online(), pause(1000 * 2 ** tries)]);
    item.says.textContent = words.sending;
  }
  if (queueOf(shelf).items.has(item)) tell(item, "failed", words.failed);
};
const keep = (shelf, item, html) => {
  const place = document.createElement("template");
  place.innerHTML = html;
  item.place.replaceWith(place.content);
  queueOf(shelf).items.delete(item);
};
const settle = (shelf) => {
  const { items, held } = queueOf(shelf);
  const open = [...items].filter(isOpen);
  const places = shelf.querySelector("ol").children.length;
  shelf.querySelector(".picture-shelf__add").hidden = places >= Number(shelf.dataset.most);
  shelf.dispatchEvent(new Event("change", { bubbles: true }));
  if (open.length || !held) return;
  queueOf(shelf).held = null;
  note(shelf, "");
  const failed = [...items].find((item) => item.state === "failed");
  if (failed) failed.again.focus();
  else if (held.form.requestSubmit) held.form.requestSubmit(held.button);
  else held.button?.click();
};
const work = async (shelf) => {
  const { items } = queueOf(shelf);
  const next = [...items].find((item) => item.state === "waiting");
  if (!next || [...items].filter((item) => item.state === "sending").length >= AT_ONCE) return;
  const sent = send(shelf, next);
  work(shelf);
  await sent;
  settle(shelf);
  work(shelf);
};
const note = (shelf, name) => { const line = shelf.querySelector("[data-note]"); line.textContent = name ? line.dataset[name] : ""; };
const add = (shelf, files) => {
  const list = shelf.querySelector("ol");
  const room = Number(shelf.dataset.most) - list.children.length;
  note(shelf, files.length > room ? "tooMany" : "");
  shelf.querySelector("[data-refused]").textContent = "";
  for (const file of files.slice(0, Math.max(0, room))) {
    const place = shelf.querySelector("template[data-sending]").content.firstElementChild.cloneNode(true);
    const item = { file, place, state: "waiting", bar: place.querySelector("progress"), says: place.querySelector("[data-says]"), again: place.querySelector("[data-again]") };
    queueOf(shelf).items.add(item);
    list.append(place);
  }
  settle(shelf);
  work(shelf);
  work(shelf);
};

const shelfOf = (event) => event.target.closest?.("[data-pictures]");
document.addEventListener("change", (event) => {
  const shelf = event.target.type === "file" && shelfOf(event);
  if (!shelf) return;
  const files = [...event.target.files];
  event.target.value = ""; // else they would go with the form once more
  add(shelf, files);
});
document.addEventListener("click", (event) => {
  const shelf = shelfOf(event);
  const button = shelf && event.target.closest("button");
  if (!button) return;
  const place = button.closest("li");
  const item = [...queueOf(shelf).items].find((one) => one.place === place);
  if (button.matches("[data-again]")) { tell(item, "waiting", ""); work(shelf); }
  else if (button.value.startsWith("first:")) place.parentNode.prepend(place);
  else if (button.value.startsWith("earlier:")) { place.previousElementSibling?.before(place); button.focus(); }
  else if (button.value.startsWith("later:")) { place.nextElementSibling?.after(place); button.focus(); }
  else if (button.value.startsWith("drop:") || button.matches("[data-drop]")) {
    queueOf(shelf).items.delete(item);
    item?.request?.abort();
    place.remove();
  } else return;
  event.preventDefault();
  settle(shelf);
});
// The form waits for its pictures; those that failed for the network are tried once more.
document.addEventListener("submit", (event) => {
  const shelf = event.target.querySelector?.("[data-pictures]");
  const { items } = shelf ? queueOf(shelf) : { items: new Set() };
  const failed = [...items].filter((item) => item.state === "failed");
  if (![...items].some(isOpen) && !failed.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  queueOf(shelf).held = { form: event.target, button: event.submitter };
  note(shelf, "hold");
  for (const item of failed) tell(item, "waiting", "");
  work(shelf);
}, true);
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const shelf = shelfOf(event);
    if (!shelf) return;
    event.preventDefault();
    shelf.toggleAttribute("data-hover", kind === "dragover");
    if (kind === "drop") add(shelf, [...event.dataTransfer.files]);
  });
}
document.addEventListener("paste", (event) => {
  const shelf = event.target.form?.querySelector("[data-pictures]");
  if (shelf && event.clipboardData.files.length) { event.preventDefault(); add(shelf, [...event.clipboardData.files]); }
});
