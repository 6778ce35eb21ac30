/** The two sheets of the calendar: a month with its days, a week with its hours. */

import { date, long, moved, place, text, turned, two } from "./days.js";
import { locale } from "./words.js";

const MONDAY = new Date(2024, 0, 1); // some week to name its days by
const WEEKS = 6;
const HOURS = 24;
const EACH_WEEKDAY = [...Array(7).keys()];

export const month = {
  selector: "[data-day]",
  keys: {
    ArrowLeft: ({ day }) => ({ day: moved(day, -1) }),
    ArrowRight: ({ day }) => ({ day: moved(day, 1) }),
    ArrowUp: ({ day }) => ({ day: moved(day, -7) }),
    ArrowDown: ({ day }) => ({ day: moved(day, 7) }),
    Home: ({ day }) => ({ day: moved(day, -place(day)) }),
    End: ({ day }) => ({ day: moved(day, 6 - place(day)) }),
    PageUp: ({ day }, isYear) => ({ day: turned(day, isYear ? -12 : -1) }),
    PageDown: ({ day }, isYear) => ({ day: turned(day, isYear ? 12 : 1) }),
  },
  turn: (day, pages) => {
    const first = turned(day, pages);
    first.setDate(1);
    return first;
  },
  title: (shown) => shown.toLocaleDateString(locale, { month: "long", year: "numeric" }),
  head: () => EACH_WEEKDAY.map((number) => weekday(moved(MONDAY, number))),
  /** Return rows of days: all of a month, and those beside them in its weeks. */
  rows: (shown) => {
    const first = new Date(shown.getFullYear(), shown.getMonth(), 1);
    const monday = moved(first, -place(first));
    return [...Array(WEEKS).keys()].map((week) => {
      const days = EACH_WEEKDAY.map((number) => moved(monday, week * 7 + number));
      return row(days.map((day) => dayCell(day, day.getMonth() !== shown.getMonth())));
    });
  },
};

export const week = {
  selector: "[data-hour]",
  keys: {
    ArrowLeft: ({ day, hour }) => ({ day: moved(day, -1), hour }),
    ArrowRight: ({ day, hour }) => ({ day: moved(day, 1), hour }),
    ArrowUp: ({ day, hour }) => ({ day, hour: Math.max(hour - 1, 0) }),
    ArrowDown: ({ day, hour }) => ({ day, hour: Math.min(hour + 1, HOURS - 1) }),
    Home: ({ day, hour }) => ({ day: moved(day, -place(day)), hour }),
    End: ({ day, hour }) => ({ day: moved(day, 6 - place(day)), hour }),
    PageUp: ({ day, hour }) => ({ day: moved(day, -7), hour }),
    PageDown: ({ day, hour }) => ({ day: moved(day, 7), hour }),
  },
  turn: (day, pages) => moved(day, 7 * pages),
  title: (shown) => {
    const monday = moved(shown, -place(shown));
    const parts = { day: "numeric", month: "short", year: "numeric" };
    return new Intl.DateTimeFormat(locale, parts).formatRange(monday, moved(monday, 6));
  },
  head: (shown) => {
    const monday = moved(shown, -place(shown));
    const corner = document.createElement("td");
    return [corner, ...EACH_WEEKDAY.map((number) => weekday(moved(monday, number), true))];
  },
  rows: (shown) => {
    const monday = moved(shown, -place(shown));
    return [...Array(HOURS).keys()].map((hour) => {
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = `${two(hour)}:00`;
      const days = EACH_WEEKDAY.map((number) => moved(monday, number));
      return row([head, ...days.map((day) => hourCell(day, hour))]);
    });
  },
};

/** Return the days and hours in the rectangle between two cells; in a month there is no hour. */
export function between(first, last) {
  const cells = [first, last];
  const weekdays = cells.map((cell) => place(date(cell.dataset.day)));
  const [left, right] = [Math.min(...weekdays), Math.max(...weekdays)];
  const days = cells.map((cell) => cell.dataset.day).sort();
  const [end] = [date(days[1])];
  const found = [];
  const monday = (day) => moved(day, -place(day));
  for (let day = monday(date(days[0])); day <= moved(monday(end), 6); day = moved(day, 1)) {
    if (place(day) >= left && place(day) <= right) found.push(text(day));
  }
  const hours = cells.map((cell) => Number(cell.dataset.hour ?? 0)).sort((one, two) => one - two);
  return { days: found, from: hours[0], until: hours[1] + 1 };
}

function row(cells) {
  const element = document.createElement("tr");
  element.append(...cells);
  return element;
}

function dayCell(day, isOutside) {
  const cell = document.createElement("td");
  cell.dataset.day = text(day);
  cell.textContent = day.getDate();
  cell.setAttribute("aria-label", long(day));
  if (isOutside) cell.dataset.outside = "";
  return cell;
}

function hourCell(day, hour) {
  const cell = document.createElement("td");
  cell.dataset.day = text(day);
  cell.dataset.hour = hour;
  cell.setAttribute("aria-label", `${long(day)}, ${two(hour)}:00`);
  return cell;
}

function weekday(day, isDated = false) {
  const head = document.createElement("th");
  head.scope = "col";
  head.abbr = day.toLocaleDateString(locale, { weekday: "long" });
  head.textContent = day.toLocaleDateString(locale, { weekday: "short" });
  if (isDated) head.append(document.createElement("br"), String(day.getDate()));
  return head;
}
