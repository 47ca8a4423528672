// An address that names a comment of another page of its thread (…#comment-k7m2qx) leads to where it stands.
const lead = () => {
  const named = /^#comment-([0-9a-z]{4,12})$/.exec(location.hash);
  if (!named || document.getElementById(location.hash.slice(1))) return;
  const pinned = document.getElementById(`pinned-${named[1]}`);
  if (pinned) pinned.scrollIntoView();
  else if (document.querySelector(".talk") && !sessionStorage.getItem(location.href)) {
    sessionStorage.setItem(location.href, "led"); // once: what is gone leads nowhere
    location.replace(`/comments/${named[1]}`);
  }
};
addEventListener("hashchange", lead);
lead();
