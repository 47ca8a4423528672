// Marks the page as scripted, so that what needs a script is shown only where it works.
document.documentElement.classList.add("has-js");
