/** Sends a form once, however often its button is pressed before the answer is there. */

let isSent = false;

addEventListener("submit", (event) => {
  if (!("once" in event.target.dataset)) return;
  if (isSent) event.preventDefault();
  isSent = true;
});

// Who comes back to the page, or stops it loading, may send again.
addEventListener("pageshow", forget);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") forget();
});

function forget() {
  isSent = false;
}
