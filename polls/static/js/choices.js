/**
 * Shows the choices as rows that can be added, moved and taken away. What is sent is the text
 * field that they come from, one choice a line.
 */

import { lines } from "./lines.js";
import { say } from "./words.js";

const FEWEST = 2; // rows there are at the least: a question needs as many choices
const FIRST_ROWS = 3; // rows to begin with
const WAYS = { ArrowUp: "up", ArrowDown: "down" };

class Choices {
  #field;
  #rows;
  #template;

  constructor(element) {
    this.#field = element.querySelector("textarea");
    this.#rows = element.querySelector("ol.rows");
    this.#template = element.querySelector("template[data-row]");
    const add = element.querySelector("[data-add]");
    this.#fill();
    this.#field.hidden = true;
    this.#rows.hidden = false;
    add.hidden = false;
    add.addEventListener("click", () => this.#add());
    this.#rows.addEventListener("input", () => this.#changed());
    this.#rows.addEventListener("keydown", (event) => this.#key(event));
    this.#rows.addEventListener("paste", (event) => this.#paste(event));
    this.#rows.addEventListener("click", (event) => this.#click(event));
    this.#field.addEventListener("rewritten", () => this.#fill()); // by the calendar
    // A browser that comes back to the page may fill the field in after this.
    addEventListener("pageshow", () => {
      if (this.#field.value !== this.#text) this.#fill();
    });
  }

  get #inputs() {
    return [...this.#rows.querySelectorAll("input")];
  }

  get #text() {
    return this.#inputs.map((input) => input.value).join("\n");
  }

  #fill() {
    const texts = this.#field.value.split("\n").filter((line) => line.trim());
    while (texts.length < FIRST_ROWS) texts.push("");
    this.#rows.replaceChildren();
    for (const text of texts) this.#insert(text);
    this.#changed();
  }

  #insert(text, after = this.#rows.lastElementChild) {
    const row = this.#template.content.cloneNode(true).firstElementChild;
    const input = row.querySelector("input");
    input.value = text;
    input.setAttribute("aria-describedby", this.#field.getAttribute("aria-describedby"));
    if (after) after.after(row);
    else this.#rows.append(row);
    return row;
  }

  #add(after) {
    const row = this.#insert("", after);
    this.#changed();
    this.#focus(row);
  }

  #remove(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    if (this.#rows.children.length < FEWEST) this.#insert("");
    this.#changed();
    this.#focus(next);
  }

  #move(row, isUp) {
    const other = isUp ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    const focused = document.activeElement;
    if (isUp) other.before(row);
    else other.after(row);
    this.#changed();
    // What was moved keeps the focus, or the button of the other direction at an end.
    if (focused.disabled) row.querySelector("button:not(:disabled)").focus();
    else focused.focus();
  }

  #changed() {
    this.#field.value = this.#text;
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
    const rows = [...this.#rows.children];
    const isRefused = this.#field.hasAttribute("aria-invalid");
    const texts = this.#inputs.map((input) => input.value.trim());
    const looks = texts.map(look);
    const seen = new Set();
    const last = rows.length - 1;
    for (const [index, row] of rows.entries()) {
      const input = row.querySelector("input");
      const number = index + 1;
      const name = texts[index]
        ? say("quoted", { text: texts[index] })
        : say("unnamed", { number });
      const isRepeated = texts[index] && seen.has(looks[index]);
      seen.add(looks[index]);
      if (isRefused && isRepeated) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      if (index) input.removeAttribute("id");
      else input.id = "field-choices"; // where a link to the field leads
      input.setAttribute("aria-label", say("choice", { number }));
      for (const [selector, words] of [
        ["[data-move=up]", say("up", { name })],
        ["[data-move=down]", say("down", { name })],
        ["[data-remove]", say("remove", { name })],
      ]) {
        const button = row.querySelector(selector);
        if (!button) continue; // dates are sorted, so nothing is moved
        button.setAttribute("aria-label", words);
        button.title = words;
        if (button.dataset.move) button.disabled = index === (selector.includes("up") ? 0 : last);
      }
    }
  }

  #key(event) {
    if (!event.target.matches("input") || event.isComposing) return;
    const row = event.target.closest("li");
    const isPlain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
    if (event.key === "Enter" && isPlain) {
      event.preventDefault(); // it would send the form
      const next = row.nextElementSibling;
      if (next && !next.querySelector("input").value) this.#focus(next);
      else this.#add(row);
    } else if (event.key === "Backspace" && isPlain && !event.target.value && !event.repeat) {
      if (!row.previousElementSibling || this.#rows.children.length <= FEWEST) return;
      event.preventDefault();
      const before = row.previousElementSibling;
      this.#remove(row);
      this.#focus(before);
    } else if (event.altKey && row.querySelector(`[data-move=${WAYS[event.key]}]`)) {
      event.preventDefault();
      this.#move(row, WAYS[event.key] === "up");
    }
  }

  #paste(event) {
    const pasted = event.clipboardData.getData("text/plain");
    if (!/[\r\n]/.test(pasted.trim())) return;
    event.preventDefault();
    const [first, ...rest] = lines(pasted);
    event.target.setRangeText(first, event.target.selectionStart, event.target.selectionEnd, "end");
    let row = event.target.closest("li");
    for (const text of rest) {
      const next = row.nextElementSibling;
      if (next && !next.querySelector("input").value) next.querySelector("input").value = text;
      row = next?.querySelector("input").value === text ? next : this.#insert(text, row);
    }
    this.#changed();
    this.#focus(row);
  }

  #click(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const row = button.closest("li");
    if (button.matches("[data-remove]")) this.#remove(row);
    else this.#move(row, button.dataset.move === "up");
  }

  #focus(row) {
    row.querySelector("input").focus();
  }
}

/** Return what texts have in common that look the same, as the server has it (domain/text/likeness.py). */
function look(text) {
  const painted = text.replace(/\p{Default_Ignorable_Code_Point}/gu, "").normalize("NFKC");
  return painted.replace(/\s+/g, " ").trim();
}

const element = document.querySelector("[data-choices]");
if (element) {
  const field = element.querySelector("textarea");
  element.querySelector("#choices-label").removeAttribute("for"); // it is the name of the rows now
  field.removeAttribute("id");
  new Choices(element);
}
