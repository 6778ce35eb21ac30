/** Verifies signatures of Ed25519 (RFC 8032): by the browser, or where it cannot, by noble-ed25519. */

import { hashes, verify } from "./noble_ed25519.js";
import { sha512 } from "./sha2.js";

/** Tell whether a signature of 64 bytes is that of a message by the owner of a key of 32 bytes. */
export async function isSigned(message, signature, key) {
  try {
    const imported = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", imported, signature, message);
  } catch {
    // No WebCrypto without HTTPS, no Ed25519 in older browsers; or no key at all, as comes out here.
    return isSignedByHand(message, signature, key);
  }
}

/** Tell the same without the browser's help. */
export function isSignedByHand(message, signature, key) {
  hashes.sha512 = sha512;
  return verify(signature, message, key, { zip215: false });
}
