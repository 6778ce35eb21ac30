/**
 * Makes a calendar to choose dates with. What is sent is the text field that it belongs to, which it
 * writes: a line for each day, for each time on it, or for several days together. Keys are those of
 * the APG's date grid.
 */

import { date, long, moved, place, read, short, text, today, two, written } from "./days.js";
import { between, month, week } from "./sheets.js";
import { sweep } from "./sweep.js";
import { Times } from "./times.js";
import { say } from "./words.js";

const SHEETS = { month, week };
const EVENING = ["18:00", ""];
const MORNING = 8; // the hour that is first in sight, unless another one is chosen
const MIRRORED = { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" };

class Calendar {
  #element;
  #field;
  #template;
  #zone;
  #at; // the cell that has the focus, or would have it: its day and hour
  #shown; // a day of the sheet
  #begun = ""; // the first of several days, until the last one is chosen
  #common; // the times that all days have

  constructor(element, field, template, zone) {
    this.#element = element;
    this.#field = field;
    this.#template = template;
    this.#zone = zone;
    this.#common = new Times(this.#part("common"), template, () => this.#rewrite());
    this.#begin();
    element.addEventListener("click", (event) => this.#click(event));
    element.addEventListener("keydown", (event) => this.#key(event));
    element.addEventListener("input", (event) => {
      event.stopPropagation(); // the field below says what has changed
      this.#set(event.target);
    });
    field.addEventListener("input", () => this.#mark());
    field.form.elements.zone?.addEventListener("input", () => this.#draw());
    sweep(element.querySelector("table"), "[data-day]", {
      over: (...cells) => this.#sweepOver(...cells),
      done: (first, last) => this.#swept(first, last),
    });
  }

  get #today() {
    return text(today(this.#zone()));
  }

  get #sheet() {
    return SHEETS[this.#chosen("view")];
  }

  get #lines() {
    return this.#field.value.split("\n").filter((line) => line.trim());
  }

  get #dates() {
    return this.#lines.map(read).filter(Boolean);
  }

  /** The first row in sight: a little before the first hour that is chosen, or in the morning. */
  get #firstHour() {
    if (this.#sheet !== week) return 0;
    const chosen = this.#dates
      .filter(({ from }) => from)
      .map(({ from }) => Number(from.slice(0, 2)));
    return chosen.length ? Math.max(Math.min(...chosen) - 1, 0) : MORNING;
  }

  /** The first chosen day on the sheet of a month, or the one with the focus. */
  get #inSight() {
    const days = [...this.#element.querySelectorAll("[data-day]")].map(
      ({ dataset }) => dataset.day,
    );
    return date(days.find((day) => this.#days.includes(day))) ?? this.#at.day;
  }

  /** The days that are chosen, each once, but for those that belong together. */
  get #days() {
    return [...new Set(this.#dates.filter(({ last }) => !last).map(({ day }) => day))].sort();
  }

  get #hasSameTimes() {
    return this.#part("same").checked;
  }

  /** The dates that the question has already, where it is edited. */
  get #taken() {
    const fields = this.#field.form.querySelectorAll("input[name^=choice-]");
    return [...fields].map(({ value }) => read(value)).filter(Boolean);
  }

  #part(name) {
    return this.#element.querySelector(`[data-${name}]`);
  }

  #chosen(name) {
    return this.#element.querySelector(`[name=calendar-${name}]:checked`).value;
  }

  #choose(name, value) {
    this.#element.querySelector(`[name=calendar-${name}][value=${value}]`).checked = true;
  }

  /** Begins with what the field holds, at the last of its dates; or with this week. */
  #begin() {
    const dates = this.#dates;
    const last = dates.at(-1);
    const now = today(this.#zone());
    const there = this.#taken.at(-1);
    const day = date((last ?? there)?.day) ?? now;
    this.#at = { day, hour: Number(last?.from?.slice(0, 2) || 18) };
    this.#shown = last || there ? day : moved(now, 6 - place(now)); // at the end of a month, the next one
    if (last) this.#choose("kind", last.last ? "span" : last.from ? "times" : "days");
    const hours = this.#hoursOf(last?.day);
    this.#part("same").checked = this.#days.every((each) => same(this.#hoursOf(each), hours));
    this.#common.show(hours.length ? hours : [EVENING]);
    this.#draw();
  }

  #hoursOf(day) {
    const dates = this.#dates.filter((each) => each.day === day && each.from);
    return dates.map(({ from, until }) => [from, until]);
  }

  #draw() {
    const sheet = this.#sheet;
    const table = this.#element.querySelector("table");
    table.dataset.view = this.#chosen("view");
    const title = this.#element.querySelector("h2");
    const words = sheet.title(this.#shown);
    if (title.textContent !== words) title.textContent = words;
    const head = document.createElement("tr");
    head.append(...sheet.head(this.#shown));
    table.tHead.replaceChildren(head);
    table.tBodies[0].replaceChildren(...sheet.rows(this.#shown));
    if (!this.#cell(this.#at)) this.#at.day = this.#shown;
    this.#mark();
    this.#part("frame").scrollTop = this.#firstHour * table.rows[1].offsetHeight;
  }

  #cell({ day, hour }) {
    const atHour = this.#sheet === week ? `[data-hour="${hour}"]` : "";
    return this.#element.querySelector(`[data-day="${text(day)}"]${atHour}`);
  }

  #mark() {
    const now = this.#today;
    const dates = this.#dates;
    const taken = this.#taken;
    const current = this.#cell(this.#at);
    for (const cell of this.#element.querySelectorAll("[data-day]")) {
      const { day } = cell.dataset;
      const isChosen = dates.some((each) => covers(each, cell.dataset)) || day === this.#begun;
      cell.tabIndex = cell === current ? 0 : -1;
      cell.setAttribute("aria-selected", isChosen);
      toggle(cell, "aria-current", day === now && "date");
      toggle(cell, "aria-disabled", day < now && "true");
      const isTaken = taken.some((each) => covers(each, { day }));
      toggle(cell, "data-taken", isTaken && "1");
      const isOfSpan = dates.some((each) => each.last && covers(each, cell.dataset));
      toggle(cell, "data-span", isOfSpan && "1");
      const words = cell.dataset.hour
        ? `${long(date(day))}, ${two(cell.dataset.hour)}:00`
        : long(date(day));
      cell.setAttribute("aria-label", isTaken ? say("taken", { day: words }) : words);
    }
    this.#part("count").textContent = this.#begun
      ? say("begun")
      : say("dates", { num: dates.length });
    const hasTimes = this.#chosen("kind") === "times";
    const hint = this.#chosen("kind") === "span" ? "span" : "each";
    for (const each of this.#element.querySelectorAll("[data-hint]")) {
      each.hidden = each.dataset.hint !== hint;
    }
    this.#part("times").hidden = !hasTimes;
    this.#part("common").hidden = !this.#hasSameTimes;
    this.#part("add-time").hidden = !this.#hasSameTimes;
    this.#part("each").hidden = this.#hasSameTimes;
    this.#list();
    if (hasTimes && !this.#hasSameTimes) this.#listTimes();
  }

  /** Lists what is chosen in words, each with a button that gives it up. */
  #list() {
    const rows = this.#dates.map((each) => {
      const row = this.#part("chosen-row").content.cloneNode(true).firstElementChild;
      const name = short(each);
      row.querySelector("[data-date]").textContent =
        (each.last || each.day) < this.#today ? say("past", { date: name }) : name;
      const button = row.querySelector("button");
      button.dataset.line = written(each);
      button.setAttribute("aria-label", say("away", { date: name }));
      return row;
    });
    this.#part("chosen").replaceChildren(...rows);
  }

  /** Shows the times of each day; those that somebody is typing are left alone. */
  #listTimes() {
    const place = this.#part("each");
    const days = this.#days;
    for (const element of [...place.children]) {
      if (!days.includes(element.dataset.of)) element.remove();
    }
    for (const [index, day] of days.entries()) {
      const there = place.children[index];
      const hours = this.#hoursOf(day);
      if (there?.dataset.of === day) {
        const isTyped = there.contains(document.activeElement);
        if (!isTyped && !same(there.times.hours, hours)) there.times.show(hours);
        continue;
      }
      const part = this.#part("each-day").content.cloneNode(true).firstElementChild;
      part.dataset.of = day;
      part.querySelector("p").textContent = short({ day });
      part
        .querySelector("[data-copy-times]")
        .setAttribute("aria-label", say("copy", { day: short({ day }) }));
      const times = new Times(part.querySelector("ul"), this.#template, () =>
        this.#give(day, times.hours),
      );
      part.times = times;
      place.insertBefore(part, there ?? null);
      times.show(hours.length ? hours : this.#common.hours);
    }
  }

  /** Does what was set in one of the fields of the calendar. */
  #set(input) {
    if (input.name === "calendar-view") {
      const isWeek = input.value === "week";
      const sunday = moved(this.#shown, 6 - place(this.#shown));
      this.#shown = isWeek ? this.#inSight : sunday; // of which most weeks have the month
      this.#draw();
    } else if (input.name === "calendar-kind") {
      this.#begun = "";
      if (input.value === "span") this.#choose("view", "month");
      if (input.value === "span") this.#draw();
      else this.#rewrite();
    } else if (input === this.#part("same")) {
      this.#part("each").replaceChildren();
      const hours = this.#hoursOf(this.#days[0]);
      if (input.checked && hours.length) this.#common.show(hours);
      if (input.checked) this.#rewrite();
      else this.#mark();
    }
  }

  /** Gives each day that is chosen the hours that are set now; none for the whole of it. */
  #rewrite() {
    const hasTimes = this.#chosen("kind") === "times";
    const hours = hasTimes ? this.#common.hours : [["", ""]];
    if (!hours.length) return this.#mark(); // a time is being typed
    this.#replace(this.#days, hours);
  }

  #give(day, hours) {
    if (hours.length) this.#replace([day], hours);
  }

  /** Writes lines for days in the place of those that they have. */
  #replace(days, hours) {
    const dates = this.#dates;
    const lines = days.flatMap((day) => {
      const note = dates.find((each) => each.day === day)?.note;
      return hours.map(([from, until]) => written({ day, from, until, note }));
    });
    const isOther = (line) => !days.includes(read(line)?.day) || read(line).last;
    this.#write([...this.#lines.filter(isOther), ...lines]);
  }

  #write(lines) {
    const inOrder = [...new Set(lines.filter(read))].sort();
    this.#field.value = [...inOrder, ...lines.filter((line) => !read(line))].join("\n");
    this.#field.dispatchEvent(new Event("rewritten"));
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #without(isGone) {
    return this.#lines.filter((line) => !(read(line) && isGone(read(line))));
  }

  /** Days that are over can be given up, and are not offered; who means them can type them. */
  #paint(days, isOn) {
    const offered = isOn ? days.filter((day) => day >= this.#today) : days;
    const others = this.#without(({ day, last }) => !last && offered.includes(day));
    if (!isOn) return this.#write(others);
    const hasTimes = this.#chosen("kind") === "times";
    const hours = hasTimes ? this.#common.hours : [["", ""]];
    const isNew = (day) => !this.#days.includes(day);
    const lines = offered
      .filter(isNew)
      .flatMap((day) => hours.map(([from, until]) => written({ day, from, until })));
    this.#write([...this.#lines, ...lines]);
  }

  /** Chooses some hours of days; where they are chosen already, gives them up. */
  #paintHours({ days, from, until }, isOn) {
    const hours = { from: `${two(from)}:00`, until: `${two(until % 24)}:00` };
    this.#choose("kind", "times");
    if (isOn) {
      const offered = days.filter((day) => day >= this.#today);
      const lines = offered.map((day) => written({ day, ...hours }));
      const others = this.#without(
        (each) => !each.last && !each.from && offered.includes(each.day),
      );
      this.#write([...others, ...lines]);
    } else {
      const cells = days.flatMap((day) => range(from, until).map((hour) => ({ day, hour })));
      this.#write(this.#without((each) => cells.some((cell) => covers(each, cell))));
    }
    const [first] = this.#days;
    const isSame = this.#days.every((day) => same(this.#hoursOf(day), this.#hoursOf(first)));
    this.#part("same").checked = isSame;
    if (isSame && first) this.#common.show(this.#hoursOf(first));
    this.#part("each").replaceChildren();
    this.#mark();
  }

  /** Chooses several days as one date: the first press begins, the second one ends. */
  #span(first, last) {
    const [from, to] = [first, last].sort();
    this.#begun = "";
    if (from < this.#today) return this.#mark();
    const span = from === to ? { day: from, from: "", until: "" } : { day: from, last: to };
    this.#write([...this.#lines, written(span)]);
  }

  #press(cell) {
    const isChosen = cell.getAttribute("aria-selected") === "true";
    const { day } = cell.dataset;
    if (cell.dataset.hour) return this.#paintHours(between(cell, cell), !isChosen);
    if (this.#chosen("kind") !== "span") return this.#paint([day], !this.#days.includes(day));
    if (this.#begun) return this.#span(this.#begun, day);
    if (isChosen) return this.#write(this.#without((each) => covers(each, { day })));
    if (day < this.#today) return;
    this.#begun = day;
    this.#mark();
  }

  #sweepOver(first, last) {
    const swept = first ? between(first, last) : { days: [] };
    const [from, to] = first ? [first.dataset.day, last.dataset.day].sort() : ["", ""];
    const isSpan = this.#chosen("kind") === "span";
    for (const cell of this.#element.querySelectorAll("[data-day]")) {
      const { day, hour = swept.from } = cell.dataset;
      const isIn = isSpan
        ? first && day >= from && day <= to
        : swept.days.includes(day) && hour >= swept.from && hour < swept.until;
      toggle(cell, "data-swept", isIn && "1");
    }
  }

  #swept(first, last) {
    const isOn = first.getAttribute("aria-selected") !== "true";
    this.#at = { day: date(last.dataset.day), hour: Number(last.dataset.hour ?? this.#at.hour) };
    if (first.dataset.hour) this.#paintHours(between(first, last), isOn);
    else if (this.#chosen("kind") === "span") this.#span(first.dataset.day, last.dataset.day);
    else this.#paint(between(first, last).days, isOn);
  }

  #go(at) {
    const { day } = at;
    if (Number.isNaN(day.getTime()) || day.getFullYear() < 1000 || day.getFullYear() > 9000) return;
    this.#at = at;
    if (!this.#cell(at)) {
      this.#shown = day;
      this.#draw();
    } else this.#mark();
    this.#cell(at).focus();
  }

  #click(event) {
    const cell = event.target.closest("[data-day]");
    if (cell) {
      this.#press(cell);
      return this.#go({
        day: date(cell.dataset.day),
        hour: Number(cell.dataset.hour ?? this.#at.hour),
      });
    }
    const button = event.target.closest("button");
    if (button?.dataset.turn) {
      this.#shown = this.#sheet.turn(this.#shown, Number(button.dataset.turn));
      this.#draw();
    } else if (button?.dataset.line) {
      const next = button.closest("li").nextElementSibling ? button.dataset.line : "";
      const place = [...this.#part("chosen").children].indexOf(button.closest("li"));
      this.#write(this.#without((each) => written(each) === button.dataset.line));
      const left = this.#part("chosen").querySelectorAll("button");
      (left[next ? place : place - 1] ?? this.#cell(this.#at)).focus();
    } else if (button?.matches("[data-add-time]")) {
      this.#common.add("", "").focus();
    } else if (button?.matches("[data-add-here]")) {
      button.closest("[data-of]").times.add("", "").focus();
    } else if (button?.matches("[data-copy-times]")) {
      const { hours } = button.closest("[data-of]").times;
      for (const part of this.#part("each").children) part.times.show(hours);
      this.#replace(this.#days, hours);
    }
  }

  #key(event) {
    const cell = event.target.closest("[data-day]");
    if (!cell || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = { day: date(cell.dataset.day), hour: Number(cell.dataset.hour ?? this.#at.hour) };
    const { keys } = this.#sheet;
    const key =
      document.documentElement.dir === "rtl" ? (MIRRORED[event.key] ?? event.key) : event.key;
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      this.#press(cell);
      this.#go(at);
    } else if (key in keys) {
      event.preventDefault();
      this.#go({ hour: at.hour, ...keys[key](at, event.shiftKey) });
    } else if (event.key === "Escape" && this.#begun) {
      this.#begun = "";
      this.#mark();
    }
  }
}

/** Tell whether a date is on a day, and at an hour of it if one is given. */
function covers({ day, last, from, until }, cell) {
  const isDay = cell.hour === undefined;
  if (last) return isDay && cell.day >= day && cell.day <= last;
  if (day !== cell.day || isDay) return day === cell.day;
  if (!from) return false;
  const begins = Number(from.slice(0, 2));
  const ends = until > from ? Number(until.slice(0, 2)) + (until.endsWith(":00") ? 0 : 1) : 24;
  return cell.hour >= begins && cell.hour < (until ? ends : begins + 1);
}

function same(some, others) {
  return some.join() === others.join();
}

function range(from, until) {
  return [...Array(until - from).keys()].map((number) => from + number);
}

function toggle(cell, name, value) {
  if (value) cell.setAttribute(name, value);
  else cell.removeAttribute(name);
}

for (const element of document.querySelectorAll("[data-dates-of]")) {
  const form = element.closest("form");
  const field = form.elements[element.dataset.datesOf];
  const [whole, time] = element.querySelectorAll("template");
  element.querySelector("[data-typed]").hidden = true;
  element.append(whole.content.cloneNode(true));
  const zone = () => form.elements.zone?.value ?? element.dataset.inZone;
  new Calendar(element.querySelector(".calendar"), field, time, zone);
  const asText = form.querySelector("details[data-as-text]");
  if (asText && !field.hasAttribute("aria-invalid") && !field.autofocus) asText.open = false;
}
