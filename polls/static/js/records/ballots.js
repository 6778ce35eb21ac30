/** Ballots of a record: whether they are as the rules want them, and whom they name. */

import { fromBase64 } from "./bytes.js";

/** What a ballot may be under the rules of a manifest. */
export class BallotRules {
  #rules;
  #kinds;
  #least;
  #most;

  constructor({ rules, choices }) {
    this.#rules = rules;
    this.#kinds = choices.map((choice) => choice.kind);
    const all = this.#kinds.filter((_, index) => !this.#standsAlone(index + 1)).length;
    this.#least = rules.min_choices ?? all;
    this.#most = rules.max_choices ?? all;
  }

  /**
   * Return the name of what is wrong with a ballot, or undefined.
   *
   * @param {Object} ballot
   */
  problem(ballot) {
    if (Object.hasOwn(ballot, "polls")) return "no_ballot";
    if (typeof ballot.nonce !== "string" || fromBase64(ballot.nonce)?.length !== 16) return "nonce";
    const { voters } = this.#rules;
    const hasWeight = Number.isSafeInteger(ballot.weight) && ballot.weight > 0;
    if (voters === "invited" ? !hasWeight : Object.hasOwn(ballot, "weight")) return "weight";
    const hasName = typeof ballot.name === "string";
    if (voters === "named" ? !hasName : Object.hasOwn(ballot, "name")) return "name";
    return Array.isArray(ballot.selection) ? this.#wrongSelection(ballot.selection) : "selection";
  }

  #wrongSelection(selection) {
    const named = this.#named(selection);
    if (named === null) return "selection";
    if (named.some((choice) => this.#standsAlone(choice))) {
      return selection.length === 1 && named.length === 1 ? undefined : "alone";
    }
    if (named.length < this.#least) return "few";
    return named.length > this.#most ? "many_choices" : undefined;
  }

  /** Return the choices that a selection names, or null if it is malformed. */
  #named(selection) {
    if (this.#rules.ballot === "marks") return this.#ascending(selection);
    return this.#rules.ballot === "ranking" ? this.#ranked(selection) : this.#scored(selection);
  }

  #ascending(choices) {
    const isRight = choices.every(
      (choice, index) => this.#isChoice(choice) && (index === 0 || choices[index - 1] < choice),
    );
    return isRight ? choices : null;
  }

  #ranked(ranks) {
    const named = [];
    for (const rank of ranks) {
      if (rank === null) continue;
      const isShared = Array.isArray(rank);
      if (isShared && (rank.length < 2 || this.#ascending(rank) === null)) return null;
      if (!isShared && !this.#isChoice(rank)) return null;
      named.push(...(isShared ? rank : [rank]));
    }
    const isAlone = named.length < 2 || !named.some((choice) => this.#isBlank(choice));
    return new Set(named).size === named.length && isAlone ? named : null;
  }

  #scored(pairs) {
    const isRight = pairs.every(
      (pair) => Array.isArray(pair) && pair.length === 2 && this.#isScore(...pair),
    );
    return isRight ? this.#ascending(pairs.map(([choice]) => choice)) : null;
  }

  #isScore(choice, score) {
    if (this.#isBlank(choice)) return score === null;
    return Number.isInteger(score) && score >= 0 && score <= this.#rules.highest;
  }

  #isChoice(choice) {
    return Number.isInteger(choice) && choice >= 1 && choice <= this.#kinds.length;
  }

  #isBlank(choice) {
    return this.#kinds[choice - 1] === "blank";
  }

  #standsAlone(choice) {
    const kind = this.#kinds[choice - 1];
    return kind === "blank" || (kind === "none" && this.#rules.ballot === "marks");
  }
}
