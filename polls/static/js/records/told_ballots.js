/** Says what choices are called, and what stands on a ballot, as people read it. */

import { locale, say } from "../words.js";

const FIRST_STRONG = "\u2068"; // begins a text that may run the other way (Unicode's FSI)
const POP = "\u2069";

/** A day, days from one to another, or a day with hours: as dates to choose between are kept. */
const DATE = /^(\d{4}-\d\d-\d\d)(?:–(\d{4}-\d\d-\d\d)| (\d\d:\d\d(?:–\d\d:\d\d)?))?$/;

const days = new Intl.DateTimeFormat(locale, {
  weekday: "short",
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});
const lists = new Intl.ListFormat(locale, { type: "conjunction" });
const numbers = new Intl.NumberFormat(locale);

/** Return a text that people wrote, set apart from the text around it. */
export function isolated(text) {
  return `${FIRST_STRONG}${text}${POP}`;
}

/** Return a number as people read it. */
export function number(value) {
  return typeof value === "number" ? numbers.format(value) : isolated(JSON.stringify(value) ?? "—");
}

/** Return some texts as a sentence lists them. */
export function listed(texts) {
  return lists.format(texts);
}

/** Return the name of a choice, by its number from 1: a date in words. */
export function choiceName(manifest, choice) {
  const { text } = manifest.choices[choice - 1];
  const [, first, last, hours] = DATE.exec(text) ?? [];
  try {
    if (last !== undefined) return days.formatRange(new Date(first), new Date(last));
    if (first === undefined) return isolated(text);
    const day = days.format(new Date(first));
    return hours === undefined ? day : say("date_and_hours", { day, hours });
  } catch {
    return isolated(text); // 2026-99-99 has the shape of a date
  }
}

/** Return what a score is called. */
export function scoreName({ rules }, score) {
  return rules.labels[score] === undefined ? number(score) : isolated(rules.labels[score]);
}

/** Return what a ballot says. */
export function toldBallot(ballot, manifest) {
  const parts = [selectionOf(ballot, manifest)];
  if (ballot.name !== undefined) parts.unshift(isolated(ballot.name));
  if (ballot.weight !== undefined) parts.push(say("weighs", { num: ballot.weight }));
  return parts.join(" · ");
}

function selectionOf({ selection }, manifest) {
  const { ballot } = manifest.rules;
  const name = (choice) => choiceName(manifest, choice);
  if (selection.length === 0) return say("empty");
  if (manifest.choices[selection[0] - 1]?.kind === "blank") return name(selection[0]);
  if (ballot === "marks") return listed(selection.map(name));
  if (ballot === "scores") {
    return selection.map((pair) => scored(pair, manifest)).join("; ");
  }
  const ranks = selection.map((rank, index) =>
    rank === null ? null : `${number(index + 1)}. ${listed([rank].flat().map(name))}`,
  );
  return ranks.filter((rank) => rank !== null).join("; ") || say("empty");
}

function scored([choice, score], manifest) {
  const name = choiceName(manifest, choice);
  return score === null ? name : say("scored", { choice: name, score: scoreName(manifest, score) });
}
