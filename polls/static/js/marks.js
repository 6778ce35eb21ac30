/** Counts the marks on a ballot while they are made, and says how many are missing or too many. */

import { announce } from "./announce.js";
import { say } from "./words.js";

class Marks {
  #words;
  #boxes;
  #fewest;
  #most;

  constructor(words) {
    const fieldset = words.closest("fieldset");
    this.#words = words;
    this.#boxes = [...fieldset.querySelectorAll("input[type=checkbox]")];
    this.#fewest = Number(words.dataset.fewest);
    this.#most = Number(words.dataset.most);
    fieldset.addEventListener("change", (event) => {
      this.#standAlone(event.target);
      this.#count();
      announce(words);
    });
    addEventListener("pageshow", () => this.#count()); // “back” brings marks back without a change
    this.#count();
  }

  /** “None of these” and a blank vote stand alone: marking one clears the others, and the reverse. */
  #standAlone(marked) {
    if (!marked.checked) return;
    for (const box of this.#boxes) {
      const isAlone = "alone" in marked.dataset || "alone" in box.dataset;
      if (box !== marked && isAlone) box.checked = false;
    }
  }

  #count() {
    const marked = this.#boxes.filter((box) => box.checked);
    this.#words.hidden = marked.length === 0;
    if (this.#words.hidden && !this.#words.textContent) return; // nothing has been counted yet
    this.#words.textContent = marked.some((box) => "alone" in box.dataset)
      ? say("alone")
      : this.#amount(marked.length);
    this.#words.classList.toggle("over", marked.length > this.#most);
  }

  #amount(marked) {
    if (marked > this.#most) return say("many", { marked, num: marked - this.#most });
    if (marked < this.#fewest) return say("few", { marked, num: this.#fewest - marked });
    return say("marked", { num: marked });
  }
}

const words = document.querySelector("span[data-fewest]");
if (words) new Marks(words);
