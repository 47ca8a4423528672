// [data-pictures-to]: pictures chosen beside a text are sent at once, and stand where one writes.
const sent = async (place, file) => {
  const body = new FormData();
  body.append("picture", file, file.name || "photo");
  const answer = await fetch(place.dataset.picturesTo, { method: "POST", body }).catch(() => null);
  const text = await answer?.text();
  const isOurs = answer?.headers.get("content-type")?.startsWith("text/plain");
  return { line: answer?.ok ? text : "", refusal: !answer?.ok && isOurs ? text : "" };
};
const insert = (field, line) => {
  const before = field.value.slice(0, field.selectionStart).replace(/\s*$/, "");
  const after = field.value.slice(field.selectionEnd).replace(/^\s*/, "");
  field.value = [before, line, after].filter(Boolean).join("\n\n");
  const at = before.length + (before ? 2 : 0) + 2; // between the brackets, where its words are written
  field.focus();
  field.setSelectionRange(at, at);
  field.dispatchEvent(new Event("input", { bubbles: true }));
};
document.addEventListener("change", async (event) => {
  const place = event.target.type === "file" && event.target.closest?.("[data-pictures-to]");
  if (!place) return;
  const files = [...event.target.files];
  const says = place.querySelector("[data-says]");
  const field = document.getElementById(place.dataset.into);
  event.target.value = ""; // else they would go with the form once more
  says.textContent = says.dataset.sending;
  let told = says.dataset.done;
  for (const file of files) {
    const { line, refusal } = await sent(place, file);
    if (line) insert(field, line);
    else told = refusal || says.dataset.failed;
  }
  says.textContent = told;
});
