/** Says what stands on the page to people who listen to it: politely, and not too often. */

const PAUSE = 5_000; // ms between announcements: about as long as a sentence takes to be read

const region = document.createElement("p");
region.className = "unseen";
region.setAttribute("aria-live", "polite");
document.body.append(region);

let timer = 0;
let last = -PAUSE;

/** Announce what `element` says, when the pause is over; nothing if it is hidden by then. */
export function announce(element) {
  clearTimeout(timer);
  timer = setTimeout(() => speak(element), last + PAUSE - performance.now());
}

function speak(element) {
  if (getComputedStyle(element).visibility === "hidden") return;
  region.textContent = element.textContent.replace(/\s+/g, " ").trim();
  last = performance.now();
}
