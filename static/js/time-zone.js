// Tells a form the browser's time zone, so that nobody has to choose one.
for (const input of document.querySelectorAll("input[data-time-zone]")) input.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
