/** Turns the pages of a big screen by itself, by its links and by a key, without a new page. */

import { say } from "./words.js";

const SIZE = 10; // choices on a page, as presentation/screen_pages.py has it
const PAUSE = 10_000; // ms that a page is shown: ten lines can be read aloud
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const ROWS = ".tally > table > tbody > tr, .choices > li";

class Pages {
  #nav;
  #screen;
  #button;
  #page;
  #timer = 0;

  constructor(nav) {
    this.#nav = nav;
    this.#screen = nav.closest(".screen");
    this.#button = nav.querySelector("[data-pause]");
    this.#page = Number(nav.dataset.turning) - 1;
    this.#screen.addEventListener("tally", ({ detail }) => this.#take(detail));
    nav.addEventListener("click", (event) => this.#follow(event));
    this.#button.addEventListener("click", () => this.#run(!this.#timer));
    addEventListener("keydown", (event) => this.#press(event));
    this.#button.hidden = false;
    this.#run(!matchMedia("(prefers-reduced-motion: reduce)").matches);
  }

  get #rows() {
    // The choices of a result that is withheld stand in a list until there is a table.
    const rows = [...this.#screen.querySelectorAll(ROWS)];
    const lines = rows.filter((row) => row.matches("tr"));
    return lines.length ? lines : rows;
  }

  #take(fresh) {
    const rows = [...fresh.querySelectorAll(":scope > table > tbody > tr")];
    if (rows.length) this.#show(rows);
  }

  #follow(event) {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#turn(link.rel === "next" ? 1 : -1);
    this.#run(false);
  }

  #press(event) {
    if (this.#nav.hidden || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey)
      return;
    if (event.key === " " && event.target === document.body) {
      event.preventDefault();
      this.#run(!this.#timer);
    } else if (event.key in STEPS && !isLongerThanTheScreen()) {
      event.preventDefault();
      this.#turn(STEPS[event.key]);
      this.#run(false);
    }
  }

  #run(isRunning) {
    clearInterval(this.#timer);
    this.#timer = isRunning ? setInterval(() => this.#turn(1), PAUSE) : 0;
    this.#button.textContent = say(isRunning ? "pause" : "turn");
  }

  #turn(step) {
    const rows = this.#rows;
    const last = Math.ceil(rows.length / SIZE);
    this.#page = (this.#page + step + last) % last;
    this.#show(rows);
  }

  #show(rows) {
    const last = Math.ceil(rows.length / SIZE) - 1;
    this.#page = Math.min(this.#page, last);
    const first = this.#page * SIZE;
    const end = Math.min(first + SIZE, rows.length);
    for (const [place, row] of rows.entries()) row.hidden = place < first || place >= end;
    this.#nav.hidden = last === 0;
    this.#nav.querySelector("[data-extent]").textContent = say("extent", {
      first: first + 1,
      last: end,
      all: rows.length,
    });
  }
}

function isLongerThanTheScreen() {
  const page = document.scrollingElement;
  return page.scrollHeight > page.clientHeight;
}

new Pages(document.querySelector("[data-turning]"));
