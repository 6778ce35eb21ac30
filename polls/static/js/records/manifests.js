/** The manifest of a record: the question, its choices and its rules. */

import { Fault } from "./fault.js";
import { isObject } from "./leaves.js";

const BALLOTS = ["marks", "ranking", "scores"];
const KINDS = ["choice", "none", "blank"];
const THRESHOLDS = ["simple", "absolute", "two_thirds"];
const MOST_CHOICES = 1_000;
const HIGHEST = 10; // score: the sums have a number for each
const VOTERS = ["anyone", "browser", "network", "invited", "named"];

const isText = (value) => typeof value === "string";
const isTextOrNull = (value) => value === null || isText(value);
const isTexts = (value) => Array.isArray(value) && value.every(isText);

/** Tell whether a value is a whole number from 0 on. */
export function isCount(value) {
  return Number.isSafeInteger(value) && value >= 0;
}

const isFrom1 = (value) => isCount(value) && value > 0;
const isFrom1OrNull = (value) => value === null || isFrom1(value);
const isPairOfCounts = (value) =>
  isObject(value) && isCount(value.ballots) && isCount(value.weight);

const MEMBERS = {
  polls: (value) => value === "manifest",
  origin: isText,
  record: isFrom1,
  program: isText,
  question: isText,
  description: isTextOrNull,
  zone: isText,
  opened: isText,
  choices: (value) => Array.isArray(value) && value.length > 0 && value.length <= MOST_CHOICES,
  rules: isObject,
  lot_seal: (value) => value === null || (isText(value) && /^[0-9a-f]{64}$/.test(value)),
  invited: (value) => value === null || isPairOfCounts(value),
};

const OF_A_CHOICE = {
  text: isText,
  kind: (value) => KINDS.includes(value),
  description: isTextOrNull,
  link: isTextOrNull,
};

const OF_THE_RULES = {
  ballot: (value) => BALLOTS.includes(value),
  method: isText,
  seats: isFrom1,
  options: (value) => isObject(value) && Object.values(value).every(isText),
  highest: isCount,
  labels: isTexts,
  quorum: isFrom1OrNull,
  quorum_percent: (value) => isFrom1OrNull(value) && value <= 100,
  threshold: (value) => THRESHOLDS.includes(value),
  min_choices: isFrom1OrNull,
  max_choices: isFrom1OrNull,
  voters: (value) => VOTERS.includes(value),
};

/**
 * Check that a manifest says what it must, and that it belongs to a checkpoint.
 *
 * @throws {Fault}
 */
export function checkManifest(manifest, checkpoint) {
  checkMembers(manifest, MEMBERS);
  manifest.choices.forEach((choice, index) => {
    if (!isObject(choice) || choice.number !== index + 1) {
      throw new Fault("manifest", "numbers", { number: index + 1 });
    }
    checkMembers(choice, OF_A_CHOICE);
  });
  checkMembers(manifest.rules, OF_THE_RULES);
  const { ballot, highest } = manifest.rules;
  if (ballot === "scores" && (highest < 1 || highest > HIGHEST)) {
    throw new Fault("manifest", "member", { member: "highest" });
  }
  if (manifest.origin !== checkpoint.origin) {
    throw new Fault("manifest", "origin", { is: manifest.origin, signed: checkpoint.origin });
  }
  if (manifest.record !== checkpoint.record) throw new Fault("manifest", "record_number");
}

function checkMembers(object, members) {
  for (const [name, isRight] of Object.entries(members)) {
    if (!isRight(object[name])) throw new Fault("manifest", "member", { member: name });
  }
}
