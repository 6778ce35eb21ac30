/** Days, and dates as the text field of the choices has them: a line each (domain/questions/dates.py). */

import { locale } from "./words.js";

const DASH = String.raw`\s*(?:[-–—−~]|to|until|till)\s*`;
// As the calendar writes it, or as people type it: with spaces, another dash, or “to”.
const LINE = new RegExp(
  String.raw`^(\d{4}-\d\d-\d\d)(?:${DASH}(\d{4}-\d\d-\d\d)|[ T](\d\d:\d\d)(?:${DASH}(\d\d:\d\d))?)?(\s\|.*)?$`,
  "i",
);

/** Return the date that a line says, its parts as texts; nothing if it says none. */
export function read(line) {
  const found = LINE.exec(line.trim());
  if (!found) return undefined;
  const [, day, last = "", from = "", until = "", note = ""] = found;
  return { day, last, from, until, note };
}

export function written({ day, last, from, until, note = "" }) {
  if (last) return `${day}–${last}${note}`;
  const hours = from && ` ${from}${until && until !== from ? `–${until}` : ""}`;
  return `${day}${hours}${note}`;
}

/** Return the place of a day in its week, which begins on Monday. */
export function place(day) {
  return (day.getDay() + 6) % 7;
}

export function moved(day, days) {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);
}

/** Return the same day of another month, or the last one of it where that is shorter. */
export function turned(day, months) {
  const last = new Date(day.getFullYear(), day.getMonth() + months + 1, 0);
  last.setDate(Math.min(day.getDate(), last.getDate()));
  return last;
}

/** Return the day that the clocks of a zone show, or those of the browser if there is no such zone. */
export function today(timeZone) {
  try {
    return date(new Date().toLocaleDateString("sv-SE", { timeZone })); // as in 2026-12-24
  } catch {
    return moved(new Date(), 0);
  }
}

export function date(text) {
  if (!text) return undefined;
  const [year, month, day] = text.split("-").map(Number);
  return new Date(year, month - 1, day);
}

export function text(day) {
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

export function two(number) {
  return String(number).padStart(2, "0");
}

export function long(day) {
  const weekday = day.toLocaleDateString(locale, { weekday: "long" });
  const parts = { day: "numeric", month: "long", year: "numeric" };
  return `${weekday} ${day.toLocaleDateString(locale, parts)}`; // as the server writes it
}

/** Return a date in a few words: “Thu, 24 Dec, 18:00–20:00”; its year only if it is not this one. */
export function short({ day, last, from, until }) {
  const first = date(day);
  const isThisYear = [first, date(last) ?? first].every(
    (each) => each.getFullYear() === new Date().getFullYear(),
  );
  const year = isThisYear ? {} : { year: "numeric" };
  const parts = { weekday: "short", day: "numeric", month: "short", ...year };
  const format = new Intl.DateTimeFormat(locale, parts);
  if (last) return format.formatRange(first, date(last));
  const hours = until ? `${from}–\u2060${until}` : from; // no line breaks after the dash
  return hours ? `${format.format(first)}, ${hours}` : format.format(first);
}
