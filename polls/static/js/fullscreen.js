/** Gives the page the whole screen and back, by its button or by a key, where a browser can. */

const button = document.querySelector("button[data-fullscreen]");

if (document.fullscreenEnabled) {
  button.hidden = false;
  button.addEventListener("click", toggle);
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.altKey || event.repeat) return;
    event.preventDefault();
    toggle();
  });
}

function toggle() {
  if (document.fullscreenElement) {
    document.exitFullscreen();
  } else {
    document.documentElement.requestFullscreen();
  }
}
