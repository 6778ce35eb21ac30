/**
 * Makes a calendar to choose dates with. What is sent is the text field of the choices, which it
 * writes: a line for each chosen day, or for each time on it. Keys are those of the APG's date grid.
 */

import { locale, say } from "./words.js";

// As the calendar writes it, or as people type it: with spaces, another dash, or “to”.
const LINE =
  /^(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d)(?:\s*(?:[-–—−~]|to|until|till)\s*(\d\d:\d\d))?)?(?:\s\|.*)?$/i;
const MONDAY = new Date(2024, 0, 1); // some week to name its days by
const KEYS = {
  ArrowLeft: (day) => moved(day, -1),
  ArrowRight: (day) => moved(day, 1),
  ArrowUp: (day) => moved(day, -7),
  ArrowDown: (day) => moved(day, 7),
  Home: (day) => moved(day, -place(day)),
  End: (day) => moved(day, 6 - place(day)),
  PageUp: (day, isYear) => turned(day, isYear ? -12 : -1),
  PageDown: (day, isYear) => turned(day, isYear ? 12 : 1),
};

class Calendar {
  #element;
  #field;
  #day; // the one that has the focus, or would have it
  #template;
  #zone;

  constructor(element, field, time, zone) {
    this.#element = element;
    this.#field = field;
    this.#template = time;
    this.#zone = zone;
    const last = this.#dated.at(-1);
    this.#day = date(last?.[1]) ?? this.#today;
    if (last?.[2]) this.#kind("times").checked = true;
    for (const [, day, from, until] of this.#dated) {
      if (from && day === last[1]) this.#addTime(from, until);
    }
    if (!this.#times.length) this.#addTime("18:00", "");
    this.#element
      .querySelector("thead")
      .insertRow()
      .append(...weekdays());
    this.#draw();
    element.addEventListener("click", (event) => this.#click(event));
    element.addEventListener("keydown", (event) => this.#key(event));
    element.addEventListener("input", (event) => {
      event.stopPropagation(); // the field below says what has changed
      this.#rewrite();
    });
    field.addEventListener("input", () => this.#mark());
    zone.addEventListener("input", () => this.#draw());
  }

  get #today() {
    return today(this.#zone.value);
  }

  get #lines() {
    return this.#field.value.split("\n").filter((line) => line.trim());
  }

  get #dated() {
    return this.#lines.map((line) => LINE.exec(line.trim())).filter(Boolean);
  }

  get #times() {
    return [...this.#element.querySelectorAll("[data-times] li")];
  }

  /** The hours that a day is chosen for: none for the whole of it. */
  get #hours() {
    if (!this.#kind("times").checked) return [""];
    const hours = this.#times.map((row) => {
      const [from, until] = [...row.querySelectorAll("input")].map((input) => input.value);
      return from && ` ${from}${until && until !== from ? `–${until}` : ""}`;
    });
    return [...new Set(hours.filter(Boolean))];
  }

  #kind(value) {
    return this.#element.querySelector(`[name=calendar][value=${value}]`);
  }

  #addTime(from, until = "") {
    const row = this.#template.content.cloneNode(true).firstElementChild;
    [row.querySelectorAll("input")[0].value, row.querySelectorAll("input")[1].value] = [
      from,
      until,
    ];
    this.#element.querySelector("[data-times] ul").append(row);
    return row;
  }

  #draw() {
    const month = this.#day.getMonth();
    const title = this.#element.querySelector("h2");
    const words = this.#day.toLocaleDateString(locale, { month: "long", year: "numeric" });
    if (title.textContent !== words) title.textContent = words;
    const first = new Date(this.#day);
    first.setDate(1);
    const rows = [];
    for (let day = moved(first, -place(first)); rows.length < 6; ) {
      const row = document.createElement("tr");
      for (let column = 0; column < 7; column++) {
        row.append(this.#cell(day, day.getMonth() === month));
        day = moved(day, 1);
      }
      rows.push(row);
    }
    this.#element.querySelector("tbody").replaceChildren(...rows);
    this.#mark();
  }

  #cell(day, isInside) {
    const cell = document.createElement("td");
    if (!isInside) return cell;
    cell.dataset.day = text(day);
    cell.textContent = day.getDate();
    cell.setAttribute("aria-label", long(day));
    cell.tabIndex = text(day) === text(this.#day) ? 0 : -1;
    const now = text(this.#today);
    if (text(day) === now) cell.setAttribute("aria-current", "date");
    if (text(day) < now) cell.setAttribute("aria-disabled", "true");
    return cell;
  }

  #mark() {
    const chosen = new Set(this.#dated.map(([, day]) => day));
    for (const cell of this.#element.querySelectorAll("[data-day]")) {
      cell.setAttribute("aria-selected", chosen.has(cell.dataset.day));
    }
    const words = say("dates", { num: this.#dated.length });
    this.#element.querySelector("[data-count]").textContent = words;
    this.#element.querySelector("[data-times]").hidden = !this.#kind("times").checked;
  }

  /** A day that is over can be given up, and is not offered; who means it can type it. */
  #toggle(day) {
    const lines = this.#lines;
    const left = lines.filter((line) => LINE.exec(line.trim())?.[1] !== day);
    const isChosen = left.length < lines.length;
    if (!isChosen && day < text(this.#today)) return;
    if (!isChosen) left.push(...this.#hours.map((hours) => day + hours));
    this.#write(left);
  }

  /** Gives each day that is chosen the hours that are set now. */
  #rewrite() {
    const days = [...new Set(this.#dated.map(([, day]) => day))];
    const others = this.#lines.filter((line) => !LINE.test(line.trim()));
    if (!this.#hours.length) return this.#mark(); // a time is being typed
    this.#write([...days.flatMap((day) => this.#hours.map((hours) => day + hours)), ...others]);
  }

  #write(lines) {
    const isDate = (line) => LINE.test(line.trim());
    const inOrder = lines.filter(isDate).sort();
    this.#field.value = [...inOrder, ...lines.filter((line) => !isDate(line))].join("\n");
    this.#field.dispatchEvent(new Event("rewritten"));
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #go(day) {
    if (Number.isNaN(day.getTime()) || day.getFullYear() < 1000 || day.getFullYear() > 9000) return;
    this.#day = day;
    this.#draw();
    this.#element.querySelector("[data-day][tabindex='0']").focus();
  }

  #click(event) {
    const button = event.target.closest("button");
    const cell = event.target.closest("[data-day]");
    if (cell) {
      this.#toggle(cell.dataset.day);
      this.#go(date(cell.dataset.day));
    } else if (button?.dataset.turn) {
      this.#day = turned(this.#day, Number(button.dataset.turn));
      this.#draw();
    } else if (button?.matches("[data-add-time]")) {
      this.#addTime("", "").querySelector("input").focus();
    } else if (button?.matches("[data-remove-time]")) {
      button.closest("li").remove();
      if (!this.#times.length) this.#addTime("", "");
      this.#rewrite();
      this.#element.querySelector("[data-add-time]").focus();
    }
  }

  #key(event) {
    const cell = event.target.closest("[data-day]");
    if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
    const day = date(cell.dataset.day);
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      this.#toggle(cell.dataset.day);
    } else if (event.key in KEYS) {
      event.preventDefault();
      this.#go(KEYS[event.key](day, event.shiftKey));
    }
  }
}

function weekdays() {
  return [...Array(7).keys()].map((number) => {
    const day = moved(MONDAY, number);
    const head = document.createElement("th");
    head.scope = "col";
    head.abbr = day.toLocaleDateString(locale, { weekday: "long" });
    head.textContent = day.toLocaleDateString(locale, { weekday: "short" });
    return head;
  });
}

/** Return the place of a day in its week, which begins on Monday. */
function place(day) {
  return (day.getDay() + 6) % 7;
}

function moved(day, days) {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);
}

/** Return the same day of another month, or the last one of it where that is shorter. */
function turned(day, months) {
  const last = new Date(day.getFullYear(), day.getMonth() + months + 1, 0);
  last.setDate(Math.min(day.getDate(), last.getDate()));
  return last;
}

/** Return the day that the clocks of a zone show, or those of the browser if there is no such zone. */
function today(timeZone) {
  try {
    return date(new Date().toLocaleDateString("sv-SE", { timeZone })); // as in 2026-12-24
  } catch {
    return moved(new Date(), 0);
  }
}

function date(text) {
  if (!text) return undefined;
  const [year, month, day] = text.split("-").map(Number);
  return new Date(year, month - 1, day);
}

function text(day) {
  const two = (number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

function long(day) {
  const weekday = day.toLocaleDateString(locale, { weekday: "long" });
  const parts = { day: "numeric", month: "long", year: "numeric" };
  return `${weekday} ${day.toLocaleDateString(locale, parts)}`; // as the server writes it
}

for (const element of document.querySelectorAll("[data-dates-of]")) {
  const form = element.closest("form");
  const [whole, time] = element.querySelectorAll("template");
  element.querySelector("[data-typed]").hidden = true;
  element.append(whole.content.cloneNode(true));
  const field = form.elements[element.dataset.datesOf];
  const zone = form.elements.zone;
  new Calendar(element.querySelector(".calendar"), field, time, zone);
}
