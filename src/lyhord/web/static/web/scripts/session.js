// Signed-in pages leave nothing behind: a page that the browser has kept is blank, and one left alone asks again.

addEventListener("pagehide", () => {
  document.body.hidden = true;
});

addEventListener("pageshow", (event) => {
  if (event.persisted) {
    location.reload();
  } else {
    document.body.hidden = false;
  }
});

const minutes = Number(document.querySelector("meta[name=idle-minutes]")?.content);

// The server ends an idle session; then the screen may not go on showing it.
const leaveAlone = () => {
  document.body.hidden = true;
  location.reload();
};

if (minutes) {
  const wait = minutes * 60_000 + 5_000;
  setTimeout(leaveAlone, wait);
}
