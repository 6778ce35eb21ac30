/** What the ballots of a record add up to, before any method counts them. */

/** Adds ballots, each with its weight. They are as their rules want them. */
export class Sums {
  ballots = 0;
  weight = 0;
  blank = { ballots: 0, weight: 0 };
  #style;
  #isBlank;
  #count;
  #lists;

  constructor({ rules, choices }) {
    this.#style = rules.ballot;
    this.#count = choices.length;
    this.#isBlank = choices.map((choice) => choice.kind === "blank");
    this.#lists = this.#empty(rules.highest);
  }

  /** Add a ballot. */
  add({ selection, weight = 1 }) {
    this.ballots += 1;
    this.weight += weight;
    if (this.#style === "marks") this.#addMarks(selection, weight);
    else if (this.#style === "ranking") this.#addRanking(selection, weight);
    else this.#addScores(selection, weight);
  }

  /** What `sums` of a result has. */
  get lists() {
    return this.#lists;
  }

  #empty(highest) {
    const zeros = (length) => Array(length).fill(0);
    const table = (width) => Array.from({ length: this.#count }, () => zeros(width));
    if (this.#style === "marks") return { marks: zeros(this.#count) };
    if (this.#style === "scores") return { scores: table(highest + 1) };
    return { first_choices: zeros(this.#count), pairs: table(this.#count) };
  }

  #addBlank(weight) {
    this.blank.ballots += 1;
    this.blank.weight += weight;
  }

  #addMarks(marks, weight) {
    for (const choice of marks) this.#lists.marks[choice - 1] += weight;
    if (this.#isBlank[marks[0] - 1]) this.#addBlank(weight);
  }

  #addScores(pairs, weight) {
    for (const [choice, score] of pairs) {
      if (score === null) this.#addBlank(weight);
      else this.#lists.scores[choice - 1][score] += weight;
    }
  }

  #addRanking(ranking, weight) {
    const ranks = ranking.filter((rank) => rank !== null).map((rank) => [rank].flat());
    for (const choice of ranks[0] ?? []) this.#lists.first_choices[choice - 1] += weight;
    if (ranks.length > 0 && this.#isBlank[ranks[0][0] - 1]) {
      this.#addBlank(weight);
      return;
    }
    const isBelow = this.#isBlank.map((isBlank) => !isBlank);
    for (const rank of ranks) {
      for (const choice of rank) isBelow[choice - 1] = false;
      for (const choice of rank) this.#prefer(this.#lists.pairs[choice - 1], isBelow, weight);
    }
  }

  #prefer(row, isBelow, weight) {
    for (let other = 0; other < this.#count; other += 1) {
      if (isBelow[other]) row[other] += weight;
    }
  }
}
