// [data-passages]: what a reader marks in the text can be worded anew; the link with it waits in the thumb's reach.
const LONGEST = 500;
const marked = (place) => {
  const chosen = getSelection();
  const text = place.querySelector("[data-passage]");
  if (!chosen?.rangeCount || chosen.isCollapsed || !text.contains(chosen.anchorNode) || !text.contains(chosen.focusNode)) return "";
  const words = chosen.toString().trim();
  return words.length >= 2 && words.length <= LONGEST ? words : "";
};
const place = document.querySelector("[data-passages]");
if (place) {
  const deed = place.querySelector("[data-passage-deed]");
  document.addEventListener("selectionchange", () => {
    const words = marked(place);
    if (words) deed.querySelector("a").href = `${place.dataset.passages}?${new URLSearchParams({ passage: words })}`;
    deed.hidden = !words;
  });
  // Pressing the link must not unmark what it is about before it is followed.
  deed.addEventListener("pointerdown", (event) => event.preventDefault());
}
