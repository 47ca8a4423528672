// An address that names a comment of another page of its thread (…#comment-k7m2qx) leads to where it stands.
// Once: what is gone leads nowhere. Where nothing can be noted, nobody is led in circles.
const isFirst = () => {
  try {
    const led = sessionStorage.getItem(location.href);
    sessionStorage.setItem(location.href, "led");
    return !led;
  } catch {
    return false;
  }
};
const lead = () => {
  const named = /^#comment-([0-9a-z]{4,12})$/.exec(location.hash);
  if (!named || document.getElementById(location.hash.slice(1))) return;
  const pinned = document.getElementById(`pinned-${named[1]}`);
  if (pinned) pinned.scrollIntoView();
  else if (document.querySelector(".talk") && isFirst()) location.replace(`/comments/${named[1]}`);
};
addEventListener("hashchange", lead);
lead();
