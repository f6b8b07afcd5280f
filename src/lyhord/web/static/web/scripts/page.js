// Small conveniences. Every page works without this file.

const isTyping = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) {
    const search = document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
  if (event.key === "Escape") {
    for (const drop of document.querySelectorAll("details.drop[open]")) {
      drop.open = false;
      drop.querySelector("summary").focus();
    }
  }
});

document.addEventListener("click", (event) => {
  for (const drop of document.querySelectorAll("details.drop[open]")) {
    if (!drop.contains(event.target)) {
      drop.open = false;
    }
  }
});

for (const hint of document.querySelectorAll("[data-with-script]")) {
  hint.hidden = false;
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const now of document.querySelectorAll(".week.now")) {
  const weeks = now.parentElement;
  weeks.scrollLeft = now.offsetLeft - (weeks.clientWidth - now.offsetWidth) / 2;
}
