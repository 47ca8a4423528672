// Nothing typed is lost: asks before leaving a form[data-keep] that has unsent changes.
let dirty = null;
document.addEventListener("input", (event) => { const form = event.target.form; if (form?.matches("[data-keep]")) dirty = form; });
document.addEventListener("submit", () => { dirty = null; });
document.addEventListener("kept", (event) => { if (dirty === event.detail) dirty = null; });
addEventListener("beforeunload", (event) => { if (dirty?.isConnected) event.preventDefault(); });
