// Checks docs/record-vectors.json, whose path is the argument, with the scripts of the page that
// checks records. Fails with what is different.

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { encoded, hex } from "../../polls/static/js/records/bytes.js";
import { ballotWords, checkpointWords, told } from "../../polls/static/js/records/hash_words.js";
import { note, signers, verifierKey } from "../../polls/static/js/records/notes.js";
import { sha256, sha512 } from "../../polls/static/js/records/sha2.js";
import { isSigned, isSignedByHand } from "../../polls/static/js/records/signatures.js";
import { isIncluded, leafHash, Tree } from "../../polls/static/js/records/trees.js";

const vectors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const bytes = (text) => new Uint8Array(Buffer.from(text, "hex"));

for (let length = 1; length < 300; length += 1) {
  const message = new Uint8Array(randomBytes(length));
  assert.equal(hex(sha256(message)), createHash("sha256").update(message).digest("hex"));
  assert.equal(hex(sha512(message)), createHash("sha512").update(message).digest("hex"));
}

for (const { hash, words } of vectors.told)
  assert.equal(told(bytes(hash), 6, vectors.words), words);

for (const { leaf, hash, words } of vectors.leaves) {
  assert.equal(hex(leafHash(encoded(leaf))), hash);
  assert.equal(ballotWords(bytes(hash), vectors.words), words);
}

for (const { size, root, proofs } of vectors.trees) {
  const tree = new Tree();
  const hashes = Array.from({ length: size }, (_, index) => leafHash(encoded(String(index))));
  for (const hash of hashes) tree.add(hash, 0);
  assert.equal(hex(tree.root()), root);
  for (const { index, path } of proofs) {
    const proof = [BigInt(size), path.map(bytes), bytes(root)];
    assert.ok(isIncluded(hashes[index], BigInt(index), ...proof));
    assert.ok(!isIncluded(hashes[index], BigInt(index) + 1n, ...proof));
    assert.ok(!isIncluded(leafHash(encoded("other")), BigInt(index), ...proof));
  }
}

const reference = vectors.reference.leaves.map((leaf) => leafHash(bytes(leaf)));
vectors.reference.roots.forEach((root, last) => {
  const tree = new Tree();
  for (const hash of reference.slice(0, last + 1)) tree.add(hash, 0);
  assert.equal(hex(tree.root()), root);
});

const key = verifierKey(vectors.verifier_key);
const checkpoint = note(encoded(vectors.record.checkpoint));
assert.deepEqual(await signers(checkpoint, [key]), [key]);
assert.equal(checkpointWords(checkpoint.text, vectors.words), vectors.words_of_record);
assert.equal(verifierKey(vectors.verifier_key.replace("polls", "pools")), null);

const signed = encoded(checkpoint.text);
const [{ bytes: signature }] = checkpoint.signatures;
for (const verify of [isSigned, isSignedByHand]) {
  assert.ok(await verify(signed, signature, key.key));
  for (let place = 0; place < 64; place += 9) {
    const other = signature.slice();
    other[place] ^= 1;
    assert.ok(!(await verify(signed, other, key.key)));
  }
  assert.ok(!(await verify(signed.slice(1), signature, key.key)));
}
