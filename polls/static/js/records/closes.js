/** The close of a record: what became of its ballots. */

import { encoded, fromBase64, hex } from "./bytes.js";
import { Fault } from "./fault.js";
import { isBelow, isObject } from "./leaves.js";
import { isCount } from "./manifests.js";
import { sha256 } from "./sha2.js";

const LEADS = ["won", "empty", "short", "unsupported", "tied"];

/**
 * Return the hashes in `replaced` and `removed` of a close.
 *
 * @returns {{replaced: Uint8Array[], removed: Uint8Array[]}}
 * @throws {Fault} They do not ascend, one is in both, or one is that of a leaf.
 */
export function goneOf(close, leaves) {
  const replaced = hashes(close.replaced, "replaced");
  const removed = hashes(close.removed, "removed");
  const both = new Set(close.replaced);
  const isTwice = close.removed.some((each) => both.has(each));
  if (isTwice) throw new Fault("ballots", "in_both");
  if ([...replaced, ...removed].some((hash) => leaves.indexOf(hash) !== -1)) {
    throw new Fault("ballots", "not_gone");
  }
  return { replaced, removed };
}

function hashes(texts, member) {
  const areTexts = Array.isArray(texts) && texts.every((text) => typeof text === "string");
  const found = areTexts ? texts.map(fromBase64) : [null];
  const isRight = found.every(
    (hash, index) => hash?.length === 32 && (index === 0 || isBelow(found[index - 1], hash)),
  );
  if (!isRight) throw new Fault("ballots", "gone", { member });
  return found;
}

/**
 * Check the result against what the ballots add up to.
 *
 * @param {Object} close
 * @param {string} file What result.json says.
 * @param {Sums} sums
 * @throws {Fault}
 */
export function checkResult(close, file, sums, manifest) {
  const { result } = close;
  const isLast = Object.keys(close).at(-1) === "result";
  if (!isLast || `${JSON.stringify(result)}\n` !== file) throw new Fault("result", "result_file");
  if (!isObject(result) || !isObject(result.blank) || !isObject(result.sums)) {
    throw new Fault("result", "result_shape");
  }
  checkNumber("ballots", result.ballots, sums.ballots);
  checkNumber("weight", result.weight, sums.weight);
  checkNumber("blank_ballots", result.blank.ballots, sums.blank.ballots);
  checkNumber("blank_weight", result.blank.weight, sums.blank.weight);
  for (const [name, counted] of Object.entries(sums.lists)) {
    checkList(name, result.sums[name], counted, { manifest, place: [] });
  }
  checkOutcome(result, manifest.choices.length);
}

function checkNumber(what, published, counted) {
  if (published !== counted) throw new Fault("result", "number", { what, published, counted });
}

/** Check numbers in lists, and the lists in them; `at` says in which place this one is. */
function checkList(what, published, counted, at) {
  if (!Array.isArray(published) || published.length !== counted.length) {
    throw new Fault("result", "result_shape");
  }
  counted.forEach((each, index) => {
    const here = { ...at, place: [...at.place, index] };
    if (Array.isArray(each)) checkList(what, published[index], each, here);
    else if (published[index] !== each) {
      const numbers = { published: published[index], counted: each };
      throw new Fault("result", "number", { what, ...here, ...numbers });
    }
  });
}

function checkOutcome({ lead, winners, ranking, tied }, count) {
  const isChoice = (value) => isCount(value) && value >= 1 && value <= count;
  const areChoices = (value) => Array.isArray(value) && value.every(isChoice);
  const isRanking = Array.isArray(ranking) && ranking.every(areChoices);
  if (!LEADS.includes(lead) || !areChoices(winners) || !areChoices(tied) || !isRanking) {
    throw new Fault("result", "result_shape");
  }
  if (lead === "won" && winners.length === 0) throw new Fault("result", "winnerless");
}

/**
 * Check that the seed of the lots is the one that was sealed.
 *
 * @throws {Fault}
 */
export function checkLots(seed, seal) {
  if (seed === null && seal === null) return;
  const fits = typeof seed === "string" && seed !== "" && hex(sha256(encoded(seed))) === seal;
  if (!fits) throw new Fault("lots", "lots");
}
