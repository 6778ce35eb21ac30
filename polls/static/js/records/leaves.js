/** The leaves of a record: one JSON object each, written in one way only. */

import { areEqual, utf8 } from "./bytes.js";
import { Fault } from "./fault.js";
import { hashLeaf } from "./trees.js";

const LINE_FEED = 0x0a;
const DEEPEST = 8; // objects and arrays in each other
const MOST_NESTED = 100_000; // brackets that open one, those in texts included
const OPENING = [0x5b, 0x7b]; // [ and {

/** A name that is a number, which ECMAScript would put before the others; half of a character. */
const NUMBERED = /[{,]"[0-9]+":/;
const HALF = /(?:^|[^\\])(?:\\\\)*\\ud/;
const LONGEST_BALLOT = 100_000; // bytes
const LONGEST_OTHER = 100_000_000;
const MOST_BALLOTS = 10_000_000;

/**
 * Return the object of a leaf, or null if it is not written as a leaf is.
 *
 * @param {Uint8Array} bytes
 */
export function object(bytes) {
  const text = hasManyBrackets(bytes) ? null : utf8(bytes);
  if (text === null || NUMBERED.test(text) || hasHalf(text)) return null;
  try {
    const value = JSON.parse(text);
    // White space, a member that comes twice and another way to write a number do not come back.
    const isAsWritten = isObject(value) && isPlain(value, DEEPEST);
    return isAsWritten && JSON.stringify(value) === text ? value : null;
  } catch {
    return null;
  }
}

/** Tell whether a value is an object of JSON. */
export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Tell whether a value is not nested deeper than this, and all its numbers are whole and exact. */
function isPlain(value, levels) {
  if (typeof value === "number") return Number.isSafeInteger(value);
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((each) => isPlain(each, levels - 1));
}

function hasHalf(text) {
  return text.includes("\\ud") && HALF.test(text); // which nearly none has
}

function hasManyBrackets(bytes) {
  if (bytes.length <= MOST_NESTED) return false; // as nearly every leaf is
  let count = 0;
  for (const byte of bytes) if (OPENING.includes(byte)) count += 1;
  return count > MOST_NESTED;
}

/** All leaves of a record, as they stand one behind the other in its file, and their hashes. */
export class Leaves {
  #file;
  #ends;
  #hashes;

  constructor(file, ends, hashes) {
    this.#file = file;
    this.#ends = ends;
    this.#hashes = hashes;
  }

  get count() {
    return this.#ends.length;
  }

  /** The bytes of the leaf at this place, without its line feed. */
  bytes(index) {
    return this.#file.subarray(index === 0 ? 0 : this.#ends[index - 1] + 1, this.#ends[index]);
  }

  /** The hash of the leaf at this place. */
  hash(index) {
    return this.#hashes.subarray(index * 32, index * 32 + 32);
  }

  /** Return the place of the ballot that has this hash, or -1: their hashes ascend. */
  indexOf(hash) {
    const index = this.firstBallot((each) => !isBelow(each, hash));
    return index < this.count - 1 && areEqual(this.hash(index), hash) ? index : -1;
  }

  /** Return the place of the first ballot whose hash has a property that all behind it have, too. */
  firstBallot(has) {
    let low = 1;
    let high = this.count - 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (has(this.hash(middle))) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** Tell whether a hash comes before another one. */
export function isBelow(left, right) {
  for (let index = 0; index < 32; index += 1) {
    if (left[index] !== right[index]) return left[index] < right[index];
  }
  return false;
}

/**
 * Return the leaves in a file.
 *
 * @param {Uint8Array} file
 * @param {function(number, number): ?Promise} pause
 * @throws {Fault} It does not end with a line feed, or a bound is exceeded.
 */
export async function leavesOf(file, pause) {
  if (file.at(-1) !== LINE_FEED) throw new Fault("leaves", "unended");
  const ends = await endsIn(file, pause);
  const hashes = new Uint8Array(ends.length * 32);
  let start = 0;
  for (let index = 0; index < ends.length; index += 1) {
    const isBallot = index > 0 && index < ends.length - 1;
    if (ends[index] - start > (isBallot ? LONGEST_BALLOT : LONGEST_OTHER)) {
      throw new Fault("format", "long_line", { number: index + 1 });
    }
    hashLeaf(file, start, ends[index], hashes, index * 32);
    start = ends[index] + 1;
    if (index % 64 === 0) await pause(start, file.length);
  }
  return new Leaves(file, ends, hashes);
}

async function endsIn(file, pause) {
  let count = 0;
  for (let at = file.indexOf(LINE_FEED); at !== -1; at = file.indexOf(LINE_FEED, at + 1)) {
    count += 1;
  }
  if (count > MOST_BALLOTS + 2) throw new Fault("format", "many");
  await pause(0, file.length);
  const ends = new Float64Array(count);
  let at = -1;
  for (let index = 0; index < count; index += 1) {
    at = file.indexOf(LINE_FEED, at + 1);
    ends[index] = at;
  }
  return ends;
}
