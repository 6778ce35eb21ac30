/** Counts the marks on a ballot while they are made, and says how many are missing or too many. */

import { announce } from "./announce.js";
import { say } from "./words.js";

const words = document.querySelector("[data-fewest]");
const fieldset = words.closest("fieldset");
const boxes = [...fieldset.querySelectorAll("input[type=checkbox]")];
const fewest = Number(words.dataset.fewest);
const most = Number(words.dataset.most);

fieldset.addEventListener("change", (event) => {
  standAlone(event.target);
  count();
  announce(words);
});
addEventListener("pageshow", count); // “back” brings marks back without a change

count();

/** “None of these” and a blank vote stand alone: marking one clears the others, and the reverse. */
function standAlone(marked) {
  if (!marked.checked) return;
  for (const box of boxes) {
    const isAlone = "alone" in marked.dataset || "alone" in box.dataset;
    if (box !== marked && isAlone) box.checked = false;
  }
}

function count() {
  const marked = boxes.filter((box) => box.checked);
  words.textContent = marked.some((box) => "alone" in box.dataset)
    ? say("alone")
    : amount(marked.length);
  words.classList.toggle("over", marked.length > most);
  words.hidden = marked.length === 0;
}

function amount(marked) {
  if (marked > most) return say("many", { marked, num: marked - most });
  if (marked < fewest) return say("few", { marked, num: fewest - marked });
  return say("marked", { num: marked });
}
