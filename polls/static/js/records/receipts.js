/** Checks receipts beside a record: a promise from before the end, or a proof from after it. */

import { areEqual, encoded, fromBase64, utf8 } from "./bytes.js";
import { readCheckpoint } from "./checkpoints.js";
import { Fault } from "./fault.js";
import { object } from "./leaves.js";
import { NAME, note, QUESTION, signers } from "./notes.js";
import { isIncluded, leafHash } from "./trees.js";

/** Bytes of a receipt: a leaf of 100,000 in base64, and a checkpoint of as many. */
export const LONGEST = 300_000;

const PROOF = "c2sp.org/tlog-proof@v1";
const LONGEST_PATH = 63;
const PROMISED = new RegExp(`^(${NAME})/poll/(${QUESTION})/promise$`, "u");
const INDEX = /^index (0|[1-9][0-9]{0,18})$/;

/**
 * Check a receipt.
 *
 * @param {Uint8Array} bytes
 * @param {Object} record A checked one.
 * @returns {Promise<{state: string, index: number, hash: Uint8Array}>} The state is `included`,
 *   `kept`, `replaced`, `removed`, `broken` (a promise), or `split` (a proof whose checkpoint is
 *   another one of the same number); `index` is the ballot's place, or -1.
 * @throws {Fault} It is malformed, forged, or a receipt of something else.
 */
export async function checkReceipt(bytes, record) {
  const text = bytes.length > LONGEST ? null : utf8(bytes);
  if (text === null) throw new Fault("receipt", "no_receipt");
  const sent = asSent(text);
  return sent.startsWith(`${PROOF}\n`) ? proof(sent, record) : promise(sent, record);
}

/**
 * Undo what editors and mail programs do at the ends of lines and of a file.
 *
 * A receipt has none of that itself, and what is signed is compared as it is then.
 */
function asSent(text) {
  const lines = text
    .replace(/^\ufeff/, "")
    .replaceAll("\r\n", "\n")
    .split("\n")
    .map(withoutEnd);
  const isFilled = (line) => line !== "";
  return `${lines.slice(lines.findIndex(isFilled), lines.findLastIndex(isFilled) + 1).join("\n")}\n`;
}

/** Return a line without spaces at its end; a pattern would take long for many before its end. */
function withoutEnd(line) {
  let end = line.length;
  while (line[end - 1] === " " || line[end - 1] === "\t") end -= 1;
  return line.slice(0, end);
}

async function promise(text, record) {
  const parts = orNoReceipt(() => note(encoded(text)));
  const [origin, base64] = parts.lines;
  const [, site, key] = PROMISED.exec(origin) ?? [];
  const hash = base64 === undefined ? null : fromBase64(base64);
  if (site === undefined || parts.lines.length !== 3 || hash?.length !== 32) {
    throw new Fault("receipt", "no_receipt");
  }
  if (site !== record.checkpoint.site || key !== record.checkpoint.key) {
    throw new Fault("receipt", "other_question", { origin });
  }
  await checkSigned(parts, record);
  return { ...promised(hash, record), hash };
}

function promised(hash, { leaves, gone }) {
  const index = leaves.indexOf(hash);
  if (index !== -1) return { state: "kept", index };
  const isAmong = (hashes) => hashes.some((each) => areEqual(each, hash));
  if (isAmong(gone.replaced)) return { state: "replaced", index };
  return { state: isAmong(gone.removed) ? "removed" : "broken", index };
}

async function proof(text, record) {
  const end = text.indexOf("\n\n");
  const [, extra, place, ...path] = text.slice(0, end).split("\n");
  const leaf = extra?.startsWith("extra ") ? fromBase64(extra.slice("extra ".length)) : null;
  const index = INDEX.exec(place ?? "")?.[1];
  const hashes = path.map(fromBase64);
  const areHashes = path.length <= LONGEST_PATH && hashes.every((hash) => hash?.length === 32);
  if (end === -1 || leaf === null || index === undefined || !areHashes) {
    throw new Fault("receipt", "no_receipt");
  }
  const checkpoint = orNoReceipt(() => readCheckpoint(encoded(text.slice(end + 2))));
  if (checkpoint.origin !== record.checkpoint.origin) {
    throw new Fault("receipt", "other_record", { origin: checkpoint.origin });
  }
  await checkSigned(checkpoint.note, record);
  const ballot = object(leaf);
  if (ballot === null || Object.hasOwn(ballot, "polls")) throw new Fault("receipt", "no_ballot");
  const hash = leafHash(leaf);
  if (!isIncluded(hash, BigInt(index), checkpoint.size, hashes, checkpoint.root)) {
    throw new Fault("receipt", "no_proof");
  }
  if (checkpoint.text !== record.checkpoint.text) return { state: "split", index: -1, hash };
  return { state: "included", index: Number(index), hash };
}

/** Check that the site has signed, by a key that is known here. */
async function checkSigned(note, { receiptKeys }) {
  try {
    await signers(note, receiptKeys);
  } catch (error) {
    if (error.code !== "unsigned") throw error;
    throw new Fault("signature", "unsigned_receipt");
  }
}

/** Return what a function returns; that something is malformed is here about the receipt. */
function orNoReceipt(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof Fault) {
      throw new Fault("receipt", error.code === "dash" ? "dash" : "no_receipt");
    }
    throw error;
  }
}
