// [data-player]: a link to a video; pressed, the player takes its place. Until then nothing is asked of its host.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-player]");
  if (!link || event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const player = document.createElement("iframe");
  player.title = link.dataset.title;
  player.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
  player.referrerPolicy = "strict-origin-when-cross-origin"; // YouTube's player refuses to run without knowing the site
  player.src = link.dataset.player;
  link.replaceWith(player);
  player.focus();
});
