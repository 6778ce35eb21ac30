/** The page that checks a record without a network: the one inside it, or those that are chosen. */

import { say } from "../words.js";
import { showBallots } from "./ballot_list.js";
import { byId, show } from "./elements.js";
import { checkpointWords } from "./hash_words.js";
import { verifierKey } from "./notes.js";
import { clearReceipts, takeReceipt } from "./receipt_list.js";
import { showFacts } from "./record_facts.js";
import { check } from "./records.js";
import { isolated, number } from "./told_ballots.js";
import { toldFault } from "./told_faults.js";
import { showResult } from "./told_result.js";

/** Steps, each with the share of the work that is done before it, and its own. */
const STEPS = {
  unpacking: [0, 0.1],
  hashing: [0.1, 0.3],
  tree: [0.4, 0.25],
  counting: [0.65, 0.35],
};
const OF_A_RECORD = ["words", "result", "receipt", "ballots", "details"];
const ZIP = "PK"; // how such a file begins

const words = JSON.parse(byId("word-list").textContent);

let file = null;
let record = null;
let ownKeys = [];
let running = 0;

for (const id of ["record-file", "receipt-file"]) {
  byId(id).addEventListener("change", async ({ target }) => {
    for (const each of target.files) await take(each);
    target.value = ""; // the same file may be chosen again
  });
}

addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", async (event) => {
  event.preventDefault();
  for (const each of [...event.dataTransfer.files]) await take(each);
});

byId("key-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const lines = byId("key")
    .value.split("\n")
    .map((line) => line.trim());
  const wrong = lines.findIndex((line) => line !== "" && verifierKey(line) === null);
  const isWrong = wrong !== -1;
  byId("key-problem").textContent = isWrong ? say("bad_key", { number: number(wrong + 1) }) : "";
  show("key-problem", isWrong);
  byId("key").setAttribute("aria-invalid", String(isWrong));
  if (isWrong) {
    byId("key").focus();
    return;
  }
  ownKeys = [...new Set(lines)].filter((line) => line !== "").map(verifierKey);
  checkAndTell(true);
});

/** Take a file that was chosen or dropped: a record, or a receipt beside one. */
async function take(each) {
  const isZip = (await each.slice(0, 2).text()) === ZIP;
  if (record !== null && !isZip) {
    await takeReceipt(each, record, words);
    return;
  }
  file = each;
  await checkAndTell(true);
}

async function checkAndTell(hasFocus) {
  running += 1;
  const mine = running;
  record = null;
  clearReceipts();
  for (const id of OF_A_RECORD) show(id, false);
  show("verdict", false);
  show("progress");
  const outcome = await checked(mine);
  if (running !== mine) return; // another file was chosen meanwhile
  show("progress", false);
  tell(outcome, hasFocus);
}

async function checked(mine) {
  try {
    return {
      record: await check(file, ownKeys, (...step) => running === mine && progress(...step)),
    };
  } catch (error) {
    return { error };
  }
}

function progress(step, done, all) {
  const [before, share] = STEPS[step];
  byId("bar").value = before + share * (done / all);
  byId("step").textContent = say(`step_${step}`);
}

function tell(outcome, hasFocus) {
  record = outcome.record ?? null;
  if (record === null) tellVerdict("problem", toldFault(outcome.error, words));
  else tellRecord();
  judgeEnclosed();
  show("verdict");
  show("key-part");
  for (const id of OF_A_RECORD) show(id, record !== null);
  if (hasFocus) byId("verdict").focus();
}

/** Check the receipt that is in the file, beside the record: together they may be evidence. */
function judgeEnclosed() {
  const { receipt } = record ?? {};
  if (receipt) takeReceipt(new File([receipt], "receipt"), record, words);
}

function tellVerdict(kind, { sentence, next }) {
  byId("verdict").className = `notice verdict ${kind}`;
  byId("sentence").textContent = sentence;
  byId("next").textContent = next;
  document.title = say("title", { sentence });
}

function tellRecord() {
  const fields = { num: record.close.ballots, site: isolated(record.checkpoint.site) };
  tellVerdict("recorded", { sentence: say("fits", fields), next: say("next_fits", fields) });
  byId("six").textContent = checkpointWords(record.checkpoint.text, words);
  showResult(record);
  showBallots(record, words);
  showFacts(record);
}

function embedded() {
  const element = byId("record");
  if (element === null) return null;
  const bytes = Uint8Array.from(atob(element.textContent), (each) => each.charCodeAt(0));
  element.remove(); // so much text slows down whatever walks over the page
  return new Blob([bytes]);
}

file = embedded();
show("app");
if (file !== null) checkAndTell(false);
