/** Copies what stands in the element that a button names, and says so on the button. */

import { say } from "./words.js";

const SHOWN = 2_000; // ms that the button says so

for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  const words = button.textContent;
  let timer = 0;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    const isDone = await copy(source);
    button.textContent = say(isDone ? "copied" : "selected");
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = words;
    }, SHOWN);
  });
}

async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  } catch {
    // Without HTTPS there is no clipboard: what is marked can be copied by hand.
    getSelection().selectAllChildren(source);
    return false;
  }
}
