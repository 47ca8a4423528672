// form[data-autosave]: a draft is kept as one types. What couldn't be sent is sent again, the same words first; what an older page
// holds is laid aside by the server, which says so here.
const PAUSE = 1200, AGAIN = 5000;
const form = document.querySelector("form[data-autosave]");
if (form) {
  const line = form.querySelector("[data-saved]");
  let timer, sending = false, unsent = null, last = "", stop = new AbortController();
  const words = () => {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    return body;
  };
  // The hidden mark changes with each answer; what was typed is everything else.
  const typed = () => { const body = words(); body.delete("based_on"); return body.toString(); };
  const say = (sentence, state = "") => { line.textContent = sentence; line.dataset.state = state; };
  const hidden = (name, value) => {
    let field = form.elements[name];
    if (!field) { field = Object.assign(document.createElement("input"), { type: "hidden", name }); form.append(field); }
    field.value = value;
  };
  const later = (wait = PAUSE) => { clearTimeout(timer); timer = setTimeout(send, wait); };
  const adopt = (told) => {
    form.dataset.autosave = told.keep;
    if (form.getAttribute("action") !== told.form) {
      form.setAttribute("action", told.form);
      history.replaceState(history.state, "", told.page);
    }
    if (told.mark) hidden("based_on", told.mark);
  };
  const send = async () => {
    if (sending || !form.isConnected) return;
    const now = typed();
    if (!unsent && (now === last || !form.elements.title.value.trim())) return;
    sending = true;
    const body = unsent?.body ?? words(), sent = unsent?.typed ?? now;
    unsent = { body, typed: sent };
    say(line.dataset.saving);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, signal: stop.signal, headers: { Accept: "application/json" } });
      if (!answer.headers.get("content-type")?.includes("json")) throw new Error(answer.status >= 500 ? "again" : "refused");
      const told = await answer.json();
      unsent = null;
      last = sent;
      if (answer.ok) adopt(told);
      say(told.said ?? line.dataset.failed, answer.ok && !told.aside ? "kept" : "aside");
      if (answer.ok && typed() === sent) document.dispatchEvent(new CustomEvent("kept", { detail: form }));
    } catch (fault) {
      if (fault.name === "AbortError") return;
      if (fault.message === "refused") { unsent = null; last = sent; say(line.dataset.failed, "failed"); }
      else { say(line.dataset.offline, "failed"); later(AGAIN); }
    } finally {
      sending = false;
    }
    if (!unsent && typed() !== last) later();
  };
  last = typed();
  const mine = (event) => event.target.form === form || form.contains(event.target);
  for (const kind of ["input", "change"]) document.addEventListener(kind, (event) => { if (mine(event)) later(); });
  addEventListener("online", () => later(0));
  addEventListener("pagehide", () => { if (!sending && typed() !== last && form.elements.title.value.trim()) navigator.sendBeacon?.(form.dataset.autosave, words()); });
  document.addEventListener("submit", (event) => { if (event.target === form) { clearTimeout(timer); stop.abort(); unsent = null; last = typed(); } });
  // Back from a refusal, or by the browser's way back: on with it.
  addEventListener("pageshow", () => { stop = new AbortController(); });
}
