/** The list of all ballots of a record by their words, searched and turned page by page. */

import { say } from "../words.js";
import { byId, make } from "./elements.js";
import { ballotWords } from "./hash_words.js";
import { object } from "./leaves.js";
import { number, toldBallot } from "./told_ballots.js";

const PAGE = 50; // ballots at a time
const BETWEEN_WORDS = /[\s,.;“”"]+/g;

let record;
let words;
let first = 1;

/** Show the ballots of a checked record. */
export function showBallots(checked, list) {
  record = checked;
  words = list;
  first = 1;
  byId("search").value = "";
  draw();
}

byId("search").addEventListener("input", () => {
  first = 1;
  draw();
});
byId("earlier").addEventListener("click", () => turn(-PAGE));
byId("later").addEventListener("click", () => turn(PAGE));

function turn(by) {
  first += by;
  draw();
  byId("ballot-list").focus();
}

function draw() {
  const { from, to } = range(sought());
  const start = from + first - 1;
  const end = Math.min(start + PAGE, to);
  const items = [];
  for (let index = start; index < end; index += 1) items.push(item(index));
  byId("ballot-list").replaceChildren(...items);
  byId("found").textContent =
    to === from
      ? say(record.leaves.count > 2 ? "none_found" : "no_ballots")
      : say("shown", { from: number(first), to: number(end - from), num: to - from });
  byId("earlier").hidden = start === from;
  byId("later").hidden = end === to;
}

function item(index) {
  const told = toldBallot(object(record.leaves.bytes(index)), record.manifest);
  const name = make(
    "b",
    { class: "ballot-words", dir: "ltr", lang: "en", translate: "no" },
    wordsAt(index),
  );
  return make("li", {}, name, make("span", { dir: "auto" }, told));
}

function wordsAt(index) {
  return ballotWords(record.leaves.hash(index), words);
}

function sought() {
  return byId("search").value.toLowerCase().replace(BETWEEN_WORDS, " ").trimStart();
}

/** Return the places of ballots whose words begin so, the second behind the last: they ascend. */
function range(start) {
  const { leaves } = record;
  const from = leaves.firstBallot((hash) => ballotWords(hash, words) >= start);
  const to = leaves.firstBallot((hash) => {
    const each = ballotWords(hash, words);
    return each > start && !each.startsWith(start);
  });
  return { from, to };
}
