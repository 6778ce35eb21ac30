/** Bytes as texts and back, strictly: whatever is not exactly what it should be is null. */

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Return the text that these bytes are in UTF-8, or null. */
export function utf8(bytes) {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** Return the UTF-8 bytes of a text. */
export function encoded(text) {
  return encoder.encode(text);
}

/** Return the bytes of a text in base64 (RFC 4648, section 4), or null if it is not exactly that. */
export function fromBase64(text) {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return toBase64(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}

/** Return some bytes in base64; not for many of them. */
export function toBase64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}

/** Return some bytes in lower-case hexadecimal digits. */
export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Compare as numbers of the same length, big-endian: below 0, 0 or above 0, as in sorting. */
export function compare(left, right) {
  for (let index = 0; index < left.length; index += 1) {
    if (left[index] !== right[index]) return left[index] - right[index];
  }
  return 0;
}

/** Tell whether two arrays of bytes are the same. */
export function areEqual(left, right) {
  return left.length === right.length && compare(left, right) === 0;
}
