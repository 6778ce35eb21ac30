/** Signed notes, and the keys that verify them (C2SP signed-note). */

import { areEqual, encoded, fromBase64, hex, utf8 } from "./bytes.js";
import { Fault } from "./fault.js";
import { sha256 } from "./sha2.js";
import { isSigned } from "./signatures.js";

const ED25519 = 0x01;
const ID_BYTES = 4;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const LONGEST = 100_000; // bytes

/** Patterns of the name of a key, and of the public key of a question in an address. */
export const NAME = "[^\\p{White_Space}\\p{Cc}+]+";
export const QUESTION = "[^\\p{White_Space}\\p{Cc}/]+";

const IS_NAME = new RegExp(`^${NAME}$`, "u");
const VERIFIER_KEY = new RegExp(`^(${NAME})\\+([0-9a-f]{8})\\+(.+)$`, "su");
const SIGNATURE = new RegExp(`^— (${NAME}) (\\S+)$`, "u");

/**
 * Return the parts of a verifier key, or null if it is malformed.
 *
 * @returns {?{name: string, id: string, key: Uint8Array, text: string}}
 */
export function verifierKey(text) {
  const [, name, id, base64] = VERIFIER_KEY.exec(text) ?? [];
  const bytes = base64 === undefined ? null : fromBase64(base64);
  if (bytes?.length !== 1 + KEY_BYTES || bytes[0] !== ED25519) return null;
  const key = bytes.subarray(1);
  return idOf(name, key) === id ? { name, id, key, text } : null;
}

function idOf(name, key) {
  const message = new Uint8Array([...encoded(name), 0x0a, ED25519, ...key]);
  return hex(sha256(message).subarray(0, ID_BYTES));
}

/**
 * Return the parts of a note, none of them verified.
 *
 * @returns {{text: string, lines: string[], signatures: Object[]}}
 * @throws {Fault} It is malformed.
 */
export function note(bytes) {
  const all = bytes.length > LONGEST ? null : utf8(bytes);
  const end = all?.lastIndexOf("\n\n") ?? -1;
  if (end < 1 || !all.endsWith("\n") || bytes.some((byte) => byte < 0x20 && byte !== 0x0a)) {
    throw new Fault("format", "note");
  }
  const text = all.slice(0, end + 1);
  const signed = all.slice(end + 2, -1).split("\n");
  return { text, lines: text.slice(0, -1).split("\n"), signatures: signed.map(signature) };
}

function signature(line) {
  const [, name, base64] = SIGNATURE.exec(line) ?? [];
  const bytes = base64 === undefined ? null : fromBase64(base64);
  // Another kind of signature, by a key that is not known here, may have another length.
  if (!(bytes?.length > ID_BYTES)) throw new Fault("format", hasOtherDash(line) ? "dash" : "note");
  return { name, id: hex(bytes.subarray(0, ID_BYTES)), bytes: bytes.subarray(ID_BYTES) };
}

/** Tell whether a line is a signature but for how it begins, as mail programs may leave it. */
function hasOtherDash(line) {
  if (line.startsWith("— ")) return false;
  const parts = line.trim().split(/\s+/);
  const [name, base64] = parts.slice(-2);
  const isLong = fromBase64(base64 ?? "")?.length > ID_BYTES + KEY_BYTES;
  return parts.length <= 3 && IS_NAME.test(name) && isLong;
}

/**
 * Return those of the keys that have signed the note.
 *
 * @throws {Fault} A signature of one of the keys is wrong, or there is none.
 */
export async function signers(note, keys) {
  const message = encoded(note.text);
  const found = [];
  for (const key of keys) {
    const own = note.signatures.filter((each) => each.name === key.name && each.id === key.id);
    for (const { bytes } of own) {
      if (bytes.length !== SIGNATURE_BYTES || !(await isSigned(message, bytes, key.key))) {
        throw new Fault("signature", "forged", { key: key.name });
      }
    }
    if (own.length > 0) found.push(key);
  }
  if (found.length === 0) throw new Fault("signature", "unsigned");
  return found;
}

/** Tell whether two keys are the same. */
export function isSameKey(left, right) {
  return left.name === right.name && areEqual(left.key, right.key);
}
