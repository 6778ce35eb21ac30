/** Checks receipts beside a record: a promise from before the end, or a proof from after it. */

import { areEqual, encoded, fromBase64, utf8 } from "./bytes.js";
import { readCheckpoint } from "./checkpoints.js";
import { Fault } from "./fault.js";
import { object } from "./leaves.js";
import { note, signers } from "./notes.js";
import { isIncluded, leafHash } from "./trees.js";

const PROOF = "c2sp.org/tlog-proof@v1";
const LONGEST_PATH = 63;
const LONGEST = 1_000_000; // bytes: a leaf of 100,000 in base64, and a checkpoint
const PROMISED = /^(.+)\/poll\/([^/]+)\/promise$/;
const INDEX = /^index (0|[1-9]\d{0,18})$/;

/**
 * Check a receipt.
 *
 * @param {Uint8Array} bytes
 * @param {Object} record A checked one.
 * @param {Object[]} keys Verifier keys beside those of the record.
 * @returns {Promise<{state: string, index: number, hash: Uint8Array}>} The state is `included`,
 *   `kept`, `replaced`, `removed`, `broken` (a promise), or `split` (a proof whose checkpoint is
 *   another one of the same number); `index` is the ballot's place, or -1.
 * @throws {Fault} It is malformed, forged, or a receipt of something else.
 */
export async function checkReceipt(bytes, record, keys) {
  const text = bytes.length > LONGEST ? null : utf8(bytes);
  if (text === null) throw new Fault("receipt", "no_receipt");
  const all = [...record.keys, ...keys];
  return text.startsWith(`${PROOF}\n`) ? proof(text, record, all) : promise(bytes, record, all);
}

async function promise(bytes, record, keys) {
  const parts = orNoReceipt(() => note(bytes));
  const [origin, base64] = parts.lines;
  const [, site, key] = PROMISED.exec(origin) ?? [];
  const hash = base64 === undefined ? null : fromBase64(base64);
  if (site === undefined || parts.lines.length !== 3 || hash?.length !== 32) {
    throw new Fault("receipt", "no_receipt");
  }
  if (site !== record.checkpoint.site || key !== record.checkpoint.key) {
    throw new Fault("receipt", "other_question", { origin });
  }
  await checkSigned(parts, keys, site);
  return { ...promised(hash, record), hash };
}

function promised(hash, { leaves, gone }) {
  const index = leaves.indexOf(hash);
  if (index !== -1) return { state: "kept", index };
  const isAmong = (hashes) => hashes.some((each) => areEqual(each, hash));
  if (isAmong(gone.replaced)) return { state: "replaced", index };
  return { state: isAmong(gone.removed) ? "removed" : "broken", index };
}

async function proof(text, record, keys) {
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
  await checkSigned(checkpoint.note, keys, checkpoint.site);
  const ballot = object(leaf);
  if (ballot === null || Object.hasOwn(ballot, "polls")) throw new Fault("receipt", "no_ballot");
  const hash = leafHash(leaf);
  if (!isIncluded(hash, BigInt(index), checkpoint.size, hashes, checkpoint.root)) {
    throw new Fault("receipt", "no_proof");
  }
  if (checkpoint.text !== record.checkpoint.text) return { state: "split", index: -1, hash };
  return { state: "included", index: Number(index), hash };
}

/** Check that the site has signed. */
async function checkSigned(note, keys, site) {
  const signed = await signers(note, keys);
  if (!signed.some((key) => key.name === site)) throw new Fault("receipt", "unsigned");
}

/** Return what a function returns; that something is malformed is here about the receipt. */
function orNoReceipt(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof Fault) throw new Fault("receipt", "no_receipt");
    throw error;
  }
}
