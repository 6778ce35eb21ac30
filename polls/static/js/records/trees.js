/** Hash trees as in RFC 9162, section 2.1. */

import { areEqual } from "./bytes.js";
import { begin, feed, finish } from "./sha2.js";

const LEAF = 0x00;
const NODE = 0x01;
const LEVELS = 64; // of a tree with more leaves than there can be

/** Put the hash of the leaf that `source` has from `start` up to `end` into `target`. */
export function hashLeaf(source, start, end, target, at) {
  begin(LEAF);
  feed(source, start, end);
  finish(target, at);
}

/** Return the hash of a leaf. */
export function leafHash(leaf) {
  const target = new Uint8Array(32);
  hashLeaf(leaf, 0, leaf.length, target, 0);
  return target;
}

/** A tree that grows leaf by leaf: keeps the roots of its whole subtrees, the largest first. */
export class Tree {
  size = 0;
  #roots = new Uint8Array(LEVELS * 32);
  #depth = 0;

  /** Add a leaf whose hash `hashes` has at the place `at`. */
  add(hashes, at) {
    for (let index = 0; index < 32; index += 1) {
      this.#roots[this.#depth * 32 + index] = hashes[at + index];
    }
    this.#depth += 1;
    this.size += 1;
    for (let left = this.size; left % 2 === 0; left /= 2) this.#join();
  }

  /** Return the root, and leave the tree of no more use. There is at least one leaf. */
  root() {
    while (this.#depth > 1) this.#join();
    return this.#roots.slice(0, 32);
  }

  #join() {
    this.#depth -= 1;
    const at = (this.#depth - 1) * 32;
    begin(NODE);
    feed(this.#roots, at, at + 64);
    finish(this.#roots, at);
  }
}

/**
 * Tell whether an inclusion proof is right (RFC 9162, section 2.1.3.2).
 *
 * @param {Uint8Array} hash Of the leaf.
 * @param {bigint} index Its place, from 0.
 * @param {bigint} size The number of leaves.
 * @param {Uint8Array[]} path
 * @param {Uint8Array} root
 */
export function isIncluded(hash, index, size, path, root) {
  if (index >= size) return false;
  let fn = index;
  let sn = size - 1n;
  let found = hash;
  for (const each of path) {
    if (sn === 0n) return false;
    if (fn % 2n === 1n || fn === sn) {
      found = node(each, found);
      while (fn !== 0n && fn % 2n === 0n) {
        fn /= 2n;
        sn /= 2n;
      }
    } else {
      found = node(found, each);
    }
    fn /= 2n;
    sn /= 2n;
  }
  return sn === 0n && areEqual(found, root);
}

function node(left, right) {
  const target = new Uint8Array(32);
  begin(NODE);
  feed(left, 0, 32);
  feed(right, 0, 32);
  finish(target, 0);
  return target;
}
