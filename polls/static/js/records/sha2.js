/**
 * SHA-256 and SHA-512 after FIPS 180-4.
 *
 * WebCrypto has both, but takes 20 µs a call, and a record of 100,000 ballots needs 200,000 hashes;
 * besides, it is missing where a page comes without HTTPS.
 */

const ALL = (1n << 64n) - 1n;

const primes = [2];
for (let number = 3; primes.length < 80; number += 2) {
  if (primes.every((prime) => number % prime)) primes.push(number);
}

/** The first 64 bits of the fractional parts of roots of primes (sections 4.2.3 and 5.3.5). */
const cubes = primes.map((prime) => root(BigInt(prime) << 192n, 3n) & ALL);
const squares = primes.slice(0, 8).map((prime) => root(BigInt(prime) << 128n, 2n) & ALL);

function root(number, degree) {
  let low = 0n;
  let high = 1n << 80n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= number) low = middle;
    else high = middle;
  }
  return low;
}

// Those of SHA-256 are the first halves of the same roots.
const K = Int32Array.from(cubes.slice(0, 64), (word) => Number(word >> 32n));
const START = Int32Array.from(squares, (word) => Number(word >> 32n));

const state = new Int32Array(8);
const schedule = new Int32Array(64);
const block = new Uint8Array(64);
let filled = 0;
let length = 0;

/** Begin a hash whose message starts with one byte. */
export function begin(prefix) {
  state.set(START);
  block[0] = prefix;
  filled = 1;
  length = 1;
}

/** Go on with the bytes of `source` from `start` up to `end`. */
export function feed(source, start, end) {
  for (let index = start; index < end; index += 1) {
    block[filled] = source[index];
    filled += 1;
    if (filled === 64) {
      compress();
      filled = 0;
    }
  }
  length += end - start;
}

/** End the hash, and put its 32 bytes into `target` at the place `at`. */
export function finish(target, at) {
  block[filled] = 0x80;
  block.fill(0, filled + 1);
  if (filled >= 56) {
    compress();
    block.fill(0);
  }
  let bits = length * 8;
  for (let index = 63; index > 56; index -= 1) {
    block[index] = bits % 256;
    bits = Math.floor(bits / 256);
  }
  compress();
  for (let index = 0; index < 32; index += 1) {
    target[at + index] = state[index >> 2] >>> (24 - 8 * (index & 3));
  }
}

/** Return the SHA-256 of some bytes, of which there is at least one. */
export function sha256(bytes) {
  const target = new Uint8Array(32);
  begin(bytes[0]);
  feed(bytes, 1, bytes.length);
  finish(target, 0);
  return target;
}

function compress() {
  for (let t = 0; t < 16; t += 1) {
    const at = t * 4;
    schedule[t] = (block[at] << 24) | (block[at + 1] << 16) | (block[at + 2] << 8) | block[at + 3];
  }
  for (let t = 16; t < 64; t += 1) {
    const x = schedule[t - 15];
    const y = schedule[t - 2];
    const small0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const small1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    schedule[t] = (schedule[t - 16] + small0 + schedule[t - 7] + small1) | 0;
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let t = 0; t < 64; t += 1) {
    const big1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const first = (h + big1 + ((e & f) ^ (~e & g)) + K[t] + schedule[t]) | 0;
    const big0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

/** Return the SHA-512 of some bytes: for a signature, so short rather than fast. */
export function sha512(bytes) {
  const padded = new Uint8Array(Math.ceil((bytes.length + 17) / 128) * 128);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  const hash = BigUint64Array.from(squares);
  for (let at = 0; at < padded.length; at += 128) compress512(hash, view, at);
  const digest = new DataView(new ArrayBuffer(64));
  for (const [index, word] of hash.entries()) digest.setBigUint64(index * 8, word);
  return new Uint8Array(digest.buffer);
}

function compress512(hash, view, at) {
  const w = Array.from({ length: 16 }, (_, t) => view.getBigUint64(at + t * 8));
  for (let t = 16; t < 80; t += 1) {
    const small0 = turned(w[t - 15], 1n) ^ turned(w[t - 15], 8n) ^ (w[t - 15] >> 7n);
    const small1 = turned(w[t - 2], 19n) ^ turned(w[t - 2], 61n) ^ (w[t - 2] >> 6n);
    w.push((w[t - 16] + small0 + w[t - 7] + small1) & ALL);
  }
  let [a, b, c, d, e, f, g, h] = hash;
  for (let t = 0; t < 80; t += 1) {
    const big1 = turned(e, 14n) ^ turned(e, 18n) ^ turned(e, 41n);
    const first = h + big1 + ((e & f) ^ ((ALL ^ e) & g)) + cubes[t] + w[t];
    const big0 = turned(a, 28n) ^ turned(a, 34n) ^ turned(a, 39n);
    const second = big0 + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) & ALL, c, b, a, (first + second) & ALL];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    hash[index] += word; // modulo 2^64, as it is an array of such numbers
  });
}

function turned(word, places) {
  return ((word >> places) | (word << (64n - places))) & ALL;
}
