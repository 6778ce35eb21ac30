/**
 * Ranks choices as they are pressed: the first is the first. What is sent are the fields that the
 * lines come from.
 */

import { drag } from "./drag.js";
import { glide } from "./glide.js";
import { ordinal, say } from "./words.js";

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

const parts = new Map(); // of each line: its field, its name, and what is pressed on it

class Ranking {
  #lines; // in the order of the ballot
  #ranks = []; // the lines on each rank, from the first on
  #fewest;
  #most;
  #isShared;
  #said;
  #fields = document.createElement("li"); // all that is sent, in the order of the ballot

  constructor(list) {
    this.#lines = [...list.children];
    this.#fewest = Number(list.dataset.fewest);
    this.#most = Math.min(Number(list.dataset.most), this.#lines.length);
    this.#isShared = "equal" in list.dataset;
    this.#said = document.querySelector("[data-said]");
    this.#said.hidden = false;
    const template = document.querySelector("[data-taking]");
    this.#fields.hidden = true;
    list.prepend(this.#fields);
    for (const line of this.#lines) this.#dress(line, template);
    list.classList.add("with-buttons");
    list.addEventListener("click", (event) => this.#click(event));
    drag(list, (line, y) => this.#drop(line, y));
    addEventListener("pageshow", () => this.#read()); // “back” fills the fields in after this
    this.#read();
  }

  /**
   * Puts buttons in the place of a line's field. The fields themselves stay where no line moves them:
   * a browser fills in for “back” only what stands in the order that it came in.
   */
  #dress(line, template) {
    const buttons = template.content.cloneNode(true);
    const take = buttons.querySelector(".take");
    const choice = line.querySelector(".choice");
    const field = choice.querySelector(".rank");
    const name = field.labels[0].textContent.trim();
    take.querySelector(".text").textContent = name;
    if (field.hasAttribute("aria-describedby")) {
      take.setAttribute("aria-describedby", field.getAttribute("aria-describedby"));
    }
    const [up, down, equal] = ["up", "down", "equal"].map((shift) =>
      buttons.querySelector(`[data-shift=${shift}]`),
    );
    up.setAttribute("aria-label", say("up", { choice: name }));
    down.setAttribute("aria-label", say("down", { choice: name }));
    equal?.setAttribute("aria-label", say("equal", { choice: name }));
    const badge = take.querySelector(".badge");
    parts.set(line, { field, name, take, badge, up, down, equal });
    this.#fields.append(choice);
    line.prepend(buttons);
  }

  #read() {
    const ranks = new Map();
    for (const line of this.#lines) {
      const rank = Number(parts.get(line).field.value);
      if (rank) ranks.set(rank, [...(ranks.get(rank) ?? []), line]);
    }
    const sorted = [...ranks.keys()].sort((a, b) => a - b).map((rank) => ranks.get(rank));
    this.#ranks = this.#isShared ? sorted : sorted.flat().map((line) => [line]);
    this.#show();
    this.#said.textContent = this.#ranked ? this.#count() : say("begin");
  }

  get #ranked() {
    return this.#ranks.flat().length;
  }

  #click(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const line = button.closest("li");
    if (!button.dataset.shift) this.#take(line);
    else if (button.dataset.shift === "equal") this.#join(line);
    else this.#move(line, button.dataset.shift === "up");
  }

  #take(line) {
    const choice = saidOf(line);
    if (this.#rankOf(line)) {
      this.#change(line, this.#without(line));
    } else if (this.#ranked < this.#most) {
      this.#change(line, [...this.#ranks, [line]]);
    } else {
      this.#said.textContent = say("most", { most: this.#most, choice });
    }
  }

  /** A line that shares its rank gets one of its own; any other changes places with its neighbour. */
  #move(line, isUp) {
    const index = this.#rankOf(line) - 1;
    const isSharing = this.#ranks[index].length > 1;
    const ranks = this.#without(line);
    ranks.splice(index + (isUp ? (isSharing ? 0 : -1) : 1), 0, [line]);
    this.#change(line, ranks);
  }

  /** Nothing moves: the line and what shares its rank below it join the rank above, or leave it. */
  #join(line) {
    const index = this.#rankOf(line) - 1;
    const rank = this.#ranks[index];
    const place = rank.indexOf(line);
    const ranks = [...this.#ranks];
    if (place) ranks.splice(index, 1, rank.slice(0, place), rank.slice(place));
    else ranks.splice(index - 1, 2, [...ranks[index - 1], ...rank]);
    this.#change(line, ranks);
  }

  /** Gives a line that is dragged the place under the pointer, on a rank of its own. */
  #drop(line, y) {
    const ranks = this.#without(line);
    const above = ranks.filter((rank) => middleOf(rank.at(-1)) < y).length;
    const isThere = this.#ranks[above]?.length === 1 && this.#ranks[above][0] === line;
    if (isThere) return;
    ranks.splice(above, 0, [line]);
    this.#change(line, ranks);
  }

  #without(line) {
    const ranks = this.#ranks.map((rank) => rank.filter((each) => each !== line));
    return ranks.filter((rank) => rank.length);
  }

  #change(line, ranks) {
    this.#ranks = ranks;
    const focused = document.activeElement;
    glide(this.#lines, () => {
      this.#show(line);
      this.#say(line); // here, for what is written afterwards has the page laid out twice
    });
    if (focused.disabled) line.querySelector("[data-shift]:not(:disabled)").focus();
  }

  /** Writes the ranks down, and puts the lines in their order; the line `still` keeps the focus. */
  #show(still) {
    const order = this.#ranks.flat();
    const ranked = new Set(order);
    const others = this.#lines.filter((line) => !ranked.has(line));
    order.push(...others);
    arrange(order, still ?? order[0]); // first, see there
    for (const [index, lines] of this.#ranks.entries()) {
      for (const line of lines) {
        write(line, index + 1);
        this.#offer(line, index + 1);
      }
    }
    for (const line of others) write(line, 0);
  }

  #offer(line, rank) {
    const { up, down, equal } = parts.get(line);
    const sharing = this.#ranks[rank - 1];
    const isAlone = sharing.length === 1;
    up.disabled = isAlone && rank === 1;
    down.disabled = isAlone && rank === this.#ranks.length;
    if (!equal) return;
    const isJoined = sharing[0] !== line;
    equal.setAttribute("aria-pressed", isJoined);
    equal.hidden = rank === 1 && !isJoined;
  }

  #rankOf(line) {
    return this.#ranks.findIndex((rank) => rank.includes(line)) + 1;
  }

  #standing(line) {
    const rank = this.#rankOf(line);
    if (!rank) return say("left", { choice: saidOf(line) });
    const others = this.#ranks[rank - 1].length - 1;
    const told = { choice: saidOf(line), place: ordinal(rank), num: others };
    return say(others ? "shared" : "ranked", told);
  }

  #say(line) {
    this.#said.textContent = `${this.#standing(line)} ${this.#count()}`;
  }

  #count() {
    const told = {
      ranked: this.#ranked,
      all: this.#lines.length,
      num: this.#fewest - this.#ranked,
    };
    return say(told.num > 0 ? "few" : "count", told);
  }
}

/** Only where a line has another rank now: each of the others would cost as much as this one. */
function write(line, rank) {
  const part = parts.get(line);
  const { field, badge, take } = part;
  const written = rank ? String(rank) : "";
  if (part.rank === rank && field.value === written) return; // “back” fills in the field alone
  part.rank = rank;
  field.value = written;
  badge.textContent = rank ? ordinal(rank) : "";
  line.classList.toggle("ranked", rank > 0);
  take.setAttribute("aria-pressed", rank > 0);
}

/**
 * Puts lines in this order, round `still`, which keeps the focus. None is moved that is in its place,
 * for each that moves is laid out anew: where a browser can move `still` with its focus, that alone.
 */
function arrange(order, still) {
  const index = order.indexOf(still);
  const after = order[index + 1] ?? null;
  if (still.nextElementSibling !== after && still.parentNode.moveBefore) {
    still.getBoundingClientRect(); // Chromium 156 forgets styles that it has not yet found for it
    still.parentNode.moveBefore(still, after);
  }
  let next = still;
  for (const line of order.slice(0, index).reverse()) {
    if (next.previousElementSibling !== line) next.before(line);
    next = line;
  }
  let last = still;
  for (const line of order.slice(index + 1)) {
    if (last.nextElementSibling !== line) last.after(line);
    last = line;
  }
}

/** A name for a sentence: one in Hebrew or Arabic keeps the order of the words around it. */
function saidOf(line) {
  const { name } = parts.get(line);
  return RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name;
}

function middleOf(line) {
  return line.offsetTop + line.offsetHeight / 2;
}

const list = document.querySelector("[data-ranking]");
if (list) new Ranking(list);
