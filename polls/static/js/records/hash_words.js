/** Hashes told in words, for people to compare. */

import { encoded } from "./bytes.js";
import { sha256 } from "./sha2.js";

const OF_A_BALLOT = 4;
const OF_A_CHECKPOINT = 6;

/**
 * Return the first words of a hash: its digits as a fraction in base 1296.
 *
 * @param {Uint8Array} hash Of 32 bytes.
 * @param {number} count How many words.
 * @param {string[]} list All words in alphabetical order.
 */
export function told(hash, count, list) {
  const rest = Uint8Array.from(hash);
  const words = [];
  for (let number = 0; number < count; number += 1) {
    let carry = 0;
    for (let index = 31; index >= 0; index -= 1) {
      carry += rest[index] * list.length;
      rest[index] = carry % 256;
      carry = Math.floor(carry / 256);
    }
    words.push(list[carry]);
  }
  return words.join(" ");
}

/** Return the four words of the ballot that has this leaf hash. */
export function ballotWords(hash, list) {
  return told(hash, OF_A_BALLOT, list);
}

/** Return the six words of the checkpoint that has this text. */
export function checkpointWords(text, list) {
  return told(sha256(encoded(text)), OF_A_CHECKPOINT, list);
}
