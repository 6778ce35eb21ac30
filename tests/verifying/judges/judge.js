// A judge of records that is not ours: what npm checks the provenance of packages with.
//
// It reads cases as JSON and prints "right", or what is wrong, a line for each.
import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { verifyCheckpoint } = require("@sigstore/verify/dist/tlog/checkpoint.js");
const { verifyMerkleInclusion } = require("@sigstore/verify/dist/tlog/merkle.js");

function log(verifierKey) {
  const [name, id, ...rest] = verifierKey.split("+");
  const key = Buffer.from(rest.join("+"), "base64").subarray(1);
  const jwk = { kty: "OKP", crv: "Ed25519", x: key.toString("base64url") };
  return {
    baseURL: name,
    logID: Buffer.from(id, "hex"),
    publicKey: createPublicKey({ key: jwk, format: "jwk" }),
  };
}

function judge({ key, checkpoint, leaf, index, path }) {
  const entry = {
    canonicalizedBody: Buffer.from(leaf, "base64"),
    inclusionProof: {
      logIndex: String(index),
      checkpoint: { envelope: checkpoint },
      hashes: path.map((hash) => Buffer.from(hash, "base64")),
    },
  };
  try {
    verifyMerkleInclusion(entry, verifyCheckpoint(entry, [log(key)]));
    return "right";
  } catch (error) {
    return error.message;
  }
}

for (const given of JSON.parse(readFileSync(0, "utf8"))) {
  process.stdout.write(`${judge(given)}\n`);
}
