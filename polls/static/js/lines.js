/** Reads a list that was pasted, as the server does (forms/lists.py): an entry a line. */

const BULLET = /^(?:[-*+•‣▪●◦·–—]|\[[ xX]?\])\s+/;
const NUMBER = /^\(?(\d{1,3})(?:[.):]\s+|\t\s*)/;

/** Return the entries, without their bullets, and without numbers that only count them. */
export function lines(text) {
  const entries = text
    .split(/\r\n|[\n\r]/)
    .map((line) => line.trim().replace(BULLET, "").trim())
    .filter(Boolean);
  return withoutNumbers(entries).map((entry) => entry.replace(/\s+/g, " "));
}

function withoutNumbers(entries) {
  const isCounted = entries.every((entry, index) => NUMBER.exec(entry)?.[1] === String(index + 1));
  if (!isCounted) return entries;
  const bare = entries.map((entry) => entry.replace(NUMBER, ""));
  return new Set(bare).size === bare.length && bare.every(Boolean) ? bare : entries;
}
