/** Says what is wrong with a record or a receipt. */

import { say } from "../words.js";
import { Fault } from "./fault.js";
import { ballotWords } from "./hash_words.js";
import { choiceName, isolated, number, scoreName } from "./told_ballots.js";

/** Kinds after which a file may only be incomplete, or none at all. */
const UNREAD = new Set(["format", "receipt"]);

/** What to do next, where it is something else than for others of a kind. */
const NEXT = { too_large: "next_large", dash: "next_dash", unsigned_receipt: "next_keys" };

/**
 * Return a sentence about what is wrong, and what to do next.
 *
 * @param {Error} error A fault, or what the browser could not do.
 * @param {string[]} words The list of words.
 * @returns {{sentence: string, next: string}}
 */
export function toldFault(error, words) {
  if (!(error instanceof Fault)) {
    return {
      sentence: say("failed", { error: isolated(String(error)) }),
      next: say("next_failed"),
    };
  }
  const { kind, code, fields } = error;
  const next = NEXT[code] ?? (UNREAD.has(kind) ? `next_${kind}` : "next_wrong");
  if (code === "ballot") {
    const sentence = say(`ballot_${fields.problem}`, {
      words: isolated(ballotWords(fields.hash, words)),
    });
    return { sentence, next: say(next) };
  }
  const name = code === "number" ? `number_${fields.what}` : `fault_${code}`;
  return { sentence: say(name, filled(fields, words)), next: say(next) };
}

function filled({ hash, place, manifest, ...fields }, words) {
  const texts = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === "string" ? isolated(value) : number(value),
  ]);
  return {
    ...Object.fromEntries(texts),
    ...(hash ? { words: isolated(ballotWords(hash, words)) } : {}),
    ...(place ? choicesAt(place, manifest) : {}),
  };
}

function choicesAt([first, second], manifest) {
  const choice = choiceName(manifest, first + 1);
  if (second === undefined) return { choice };
  const isScore = manifest.rules.ballot === "scores";
  return isScore
    ? { choice, score: scoreName(manifest, second) }
    : { choice, other: choiceName(manifest, second + 1) };
}
