/** Checks a record, in the order of docs/record-format.md, "Checking a record". */

import { BallotRules } from "./ballots.js";
import { areEqual, utf8 } from "./bytes.js";
import { readCheckpoint } from "./checkpoints.js";
import { checkLots, checkResult, goneOf } from "./closes.js";
import { Fault } from "./fault.js";
import { isBelow, leavesOf, object } from "./leaves.js";
import { checkManifest, isCount } from "./manifests.js";
import { isSameKey, signers, verifierKey } from "./notes.js";
import { pace } from "./pace.js";
import { LONGEST } from "./receipts.js";
import { Sums } from "./sums.js";
import { Tree } from "./trees.js";
import { entries, unpacked } from "./zip.js";

const FORMAT = 1;
const SMALL = 100_000; // bytes of the files that people could read
const LARGE = 100_000_001;
const MEMORY = 1_000_000_000; // bytes of leaves that a page can hold beside all else
const RECEIPT = "receipt"; // what makes a record evidence
const SIZES = {
  "README.txt": SMALL,
  checkpoint: SMALL,
  "key.txt": SMALL,
  "manifest.json": LARGE,
  "result.json": LARGE,
  "leaves.jsonl": MEMORY,
};

/**
 * Check a record.
 *
 * @param {Blob} file The record.zip.
 * @param {Object[]} ownKeys Verifier keys that the reader brings along; one must have signed.
 * @param {function(string, number, number)} show Told the step, what is done of it, and all of it.
 * @returns {Promise<Object>} The parts of the record, all of them checked; and the bytes of the
 *   receipt that is in the file, or null, which nobody has looked at.
 * @throws {Fault} The first thing that is wrong.
 */
export async function check(file, ownKeys, show) {
  const files = await filesOf(file, show);
  const checkpoint = readCheckpoint(files.checkpoint);
  const keys = keysOf(files["key.txt"]);
  checkFormat(files["manifest.json"]);
  const signed = await checkSignatures(checkpoint, keys, ownKeys);

  const leaves = await leavesOf(files["leaves.jsonl"], step(show, "hashing"));
  const close = await checkTree(leaves, checkpoint, step(show, "tree"));
  const manifest = manifestOf(leaves, files["manifest.json"]);
  checkManifest(manifest, checkpoint);
  if (close.record !== manifest.record) throw new Fault("manifest", "record_number");

  const sums = await counted(leaves, manifest, step(show, "counting"));
  const gone = goneOf(close, leaves);
  checkResult(close, utf8(files["result.json"]), sums, manifest);
  checkLots(close.lot_seed, manifest.lot_seal);
  // Anybody can write a key into key.txt, so it says nothing beside keys from elsewhere.
  const receiptKeys = (ownKeys.length > 0 ? ownKeys : signed).filter(
    (key) => key.name === checkpoint.site,
  );
  const receipt = files.receipt ?? null;
  return { checkpoint, receiptKeys, signed, leaves, manifest, close, gone, receipt };
}

function step(show, name) {
  return pace((done, all) => show(name, done, all));
}

async function filesOf(file, show) {
  const found = await entries(file);
  const sizes = found.has(RECEIPT) ? { ...SIZES, [RECEIPT]: LONGEST } : SIZES;
  for (const [name, size] of Object.entries(sizes)) {
    if (!found.has(name)) throw new Fault("format", "missing", { file: name });
    if (found.get(name).size > size) {
      throw new Fault("format", size === MEMORY ? "too_large" : "long_file", { file: name });
    }
  }
  const files = {};
  for (const name of Object.keys(sizes)) {
    files[name] = await unpacked(file, found.get(name), step(show, "unpacking"));
  }
  return files;
}

function keysOf(file) {
  const text = utf8(file);
  const keys = text?.endsWith("\n") ? text.slice(0, -1).split("\n").map(verifierKey) : [null];
  if (keys.includes(null)) throw new Fault("format", "keys");
  return keys;
}

function checkFormat(file) {
  const manifest = object(file.subarray(0, -1));
  if (manifest?.format !== FORMAT) throw new Fault("format", "format");
}

async function checkSignatures(checkpoint, keys, ownKeys) {
  const isOwn = (key) => ownKeys.some((own) => isSameKey(own, key));
  const others = keys.filter((key) => !isOwn(key));
  const signed = await signers(checkpoint.note, [...ownKeys, ...others]);
  const known = ownKeys.length > 0 ? signed.filter(isOwn) : signed;
  if (known.length === 0) {
    throw new Fault("signature", "other_key", { key: signed.map((key) => key.text).join(", ") });
  }
  if (!known.some((key) => key.name === checkpoint.site)) {
    throw new Fault("signature", "other_site", { site: checkpoint.site, key: known[0].name });
  }
  return signed;
}

async function checkTree(leaves, checkpoint, pause) {
  const { count } = leaves;
  if (BigInt(count) !== checkpoint.size) {
    throw new Fault("leaves", "size", { count, signed: Number(checkpoint.size) });
  }
  const close = count < 2 ? null : object(leaves.bytes(count - 1));
  const isClose = close !== null && Object.keys(close)[0] === "polls" && close.polls === "close";
  if (!isClose || typeof close.ended !== "string") throw new Fault("leaves", "close");
  if (!isCount(close.ballots) || close.ballots !== count - 2) {
    throw new Fault("leaves", "close_size", { count: count - 2, published: close.ballots });
  }
  const tree = new Tree();
  for (let index = 0; index < count; index += 1) {
    const isAfterBallot = index > 1 && index < count - 1;
    if (isAfterBallot && !isBelow(leaves.hash(index - 1), leaves.hash(index))) {
      throw new Fault("leaves", "order", { hash: leaves.hash(index) });
    }
    tree.add(leaves.hash(index), 0);
    if (index % 64 === 0) await pause(index, count);
  }
  if (!areEqual(tree.root(), checkpoint.root)) throw new Fault("leaves", "root");
  return close;
}

function manifestOf(leaves, file) {
  const bytes = leaves.bytes(0);
  const manifest = object(bytes);
  if (manifest === null || Object.keys(manifest)[0] !== "polls") {
    throw new Fault("manifest", "member", { member: "polls" });
  }
  const isSame = file.at(-1) === 0x0a && areEqual(file.subarray(0, -1), bytes);
  if (!isSame) throw new Fault("manifest", "manifest_file");
  return manifest;
}

async function counted(leaves, manifest, pause) {
  const rules = new BallotRules(manifest);
  const sums = new Sums(manifest);
  const last = leaves.count - 1;
  for (let index = 1; index < last; index += 1) {
    const ballot = object(leaves.bytes(index));
    const problem = ballot === null ? "unreadable" : rules.problem(ballot);
    if (problem !== undefined) {
      throw new Fault("ballots", "ballot", { problem, hash: leaves.hash(index) });
    }
    sums.add(ballot);
    if (index % 64 === 0) await pause(index, last);
  }
  return sums;
}
