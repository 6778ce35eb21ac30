// Checks records and receipts with the scripts of the page that checks records. Reads a JSON array
// of arrays of files (a record, receipts for it) and prints as such an array what comes out of each.

import { openAsBlob, readFileSync } from "node:fs";
import { verifierKey } from "../../polls/static/js/records/notes.js";
import { checkReceipt } from "../../polls/static/js/records/receipts.js";
import { check } from "../../polls/static/js/records/records.js";

async function outcome(work) {
  try {
    return await work();
  } catch (error) {
    if (error.kind === undefined) throw error; // not what is wrong with a record, but with the code
    const number = error.fields.what ?? error.fields.problem ?? error.fields.member;
    return [error.kind, error.code, ...(number === undefined ? [] : [number])].join(" ");
  }
}

async function outcomes([path, ...receipts]) {
  let record = null;
  const ownKeys = (process.argv[2] ?? "").split(" ").filter(Boolean).map(verifierKey);
  const found = await outcome(async () => {
    record = await check(await openAsBlob(path), ownKeys, () => {});
    if (record.receipt === null) return "fits";
    return `with a receipt: ${(await checkReceipt(record.receipt, record)).state}`;
  });
  const others = [];
  for (const receipt of receipts) {
    const bytes = new Uint8Array(readFileSync(receipt));
    others.push(await outcome(async () => (await checkReceipt(bytes, record)).state));
  }
  return [found, ...others];
}

const results = [];
for (const each of JSON.parse(readFileSync(0, "utf8"))) results.push(await outcomes(each));
console.log(JSON.stringify(results));
