/** The receipts that were checked beside a record, the last one first. */

import { say } from "../words.js";
import { byId, make } from "./elements.js";
import { ballotWords } from "./hash_words.js";
import { object } from "./leaves.js";
import { checkReceipt, LONGEST } from "./receipts.js";
import { isolated, toldBallot } from "./told_ballots.js";
import { toldFault } from "./told_faults.js";

const GOOD = new Set(["included", "kept"]);
const BAD = new Set(["broken", "split"]);

/** Check a receipt, and say what came out. */
export async function takeReceipt(file, record, words) {
  try {
    // Of a file that is too large for a receipt, just so much that this is seen.
    const bytes = new Uint8Array(await file.slice(0, 2 * LONGEST).arrayBuffer());
    add(file.name, outcome(await checkReceipt(bytes, record), record, words));
  } catch (error) {
    const { sentence, next } = toldFault(error, words);
    add(file.name, { kind: "problem", sentence, next });
  }
}

/** Forget the receipts: another record is checked. */
export function clearReceipts() {
  byId("receipts").replaceChildren();
}

function outcome({ state, index, hash }, { leaves, manifest }, words) {
  const ballot = index === -1 ? "" : toldBallot(object(leaves.bytes(index)), manifest);
  const kind = GOOD.has(state) ? "recorded" : BAD.has(state) ? "problem" : "";
  const fields = { words: isolated(ballotWords(hash, words)), ballot };
  return { kind, sentence: say(`receipt_${state}`, fields), next: say(`after_${state}`, fields) };
}

function add(name, { kind, sentence, next }) {
  const heading = make("h3", {}, sentence);
  const file = make("p", { class: "note", dir: "auto" }, name);
  const notice = make("li", { class: `notice ${kind}` }, heading, make("p", {}, next), file);
  byId("receipts").prepend(notice);
  notice.scrollIntoView({ block: "nearest" });
}
