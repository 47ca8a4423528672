// Back on a form that the browser has filled in again: its sum, and what is held by now, are asked for anew.
addEventListener("pageshow", (event) => {
  const [arrival] = performance.getEntriesByType("navigation");
  if (!event.persisted && arrival?.type !== "back_forward") return;
  setTimeout(() => {
    for (const part of document.querySelectorAll("[data-recount]")) part.dispatchEvent(new Event("change", { bubbles: true }));
  }, 50);
});
