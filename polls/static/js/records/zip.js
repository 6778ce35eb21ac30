/** Reads ZIP files (APPNOTE.TXT 6.3): stored and deflated entries, ZIP64, no encryption. */

import { utf8 } from "./bytes.js";
import { Fault } from "./fault.js";

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const END_64_BYTES = 56;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 0xffff;
const IN_ZIP64 = 0xffffffff;
const ENCRYPTED = 0x0001;
const STORED = 0;
const DEFLATED = 8;

const LONGEST_DIRECTORY = 10_000_000; // bytes: a record has six files
const DENSEST = 1032; // times that deflate makes something smaller at most

const crcs = new Uint32Array(256).map((_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/**
 * Return the entries of a ZIP file by name.
 *
 * @param {Blob} file
 * @returns {Promise<Map<string, Object>>} For `unpacked`; each has its `size` in bytes.
 * @throws {Fault} It is no ZIP file, or has a name twice.
 */
export async function entries(file) {
  const { count, size, offset } = await directory(file);
  if (size > LONGEST_DIRECTORY || offset + size > file.size) throw damaged();
  const view = await read(file, offset, size);
  const found = new Map();
  let at = 0;
  for (let number = 0; number < count; number += 1) {
    const entry = central(view, at);
    if (found.has(entry.name)) throw new Fault("format", "twice", { file: entry.name });
    found.set(entry.name, entry);
    at = entry.end;
  }
  return found;
}

/**
 * Return the bytes of an entry.
 *
 * @param {function(number, number): ?Promise} pause Called with the bytes done, and all.
 * @throws {Fault} It is damaged or encrypted.
 */
export async function unpacked(file, entry, pause) {
  const local = await read(file, entry.offset, LOCAL_BYTES);
  if (local.getUint32(0, true) !== LOCAL) throw damaged();
  const start = entry.offset + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
  const isTooDense = entry.size > entry.packed * DENSEST;
  if (entry.flags & ENCRYPTED || isTooDense || start + entry.packed > file.size) throw damaged();
  const packed = file.slice(start, start + entry.packed);
  return filled(stream(packed, entry), entry, pause);
}

async function directory(file) {
  const length = Math.min(file.size, END_BYTES + LONGEST_COMMENT);
  const tail = await read(file, file.size - length, length);
  let at = length - END_BYTES;
  while (at >= 0 && !isEnd(tail, at)) at -= 1;
  if (at < 0) throw new Fault("format", "zip");
  const end = {
    count: tail.getUint16(at + 10, true),
    size: tail.getUint32(at + 12, true),
    offset: tail.getUint32(at + 16, true),
  };
  const locatorAt = at - LOCATOR_BYTES;
  if (locatorAt < 0 || tail.getUint32(locatorAt, true) !== LOCATOR_64) return end;
  const end64 = await read(file, number64(tail, locatorAt + 8), END_64_BYTES);
  if (end64.getUint32(0, true) !== END_64) throw damaged();
  return {
    count: number64(end64, 32),
    size: number64(end64, 40),
    offset: number64(end64, 48),
  };
}

function isEnd(tail, at) {
  const isLast = at + END_BYTES + tail.getUint16(at + 20, true) === tail.byteLength;
  return tail.getUint32(at, true) === END && isLast;
}

function central(view, at) {
  if (at + CENTRAL_BYTES > view.byteLength || view.getUint32(at, true) !== CENTRAL) throw damaged();
  const nameLength = view.getUint16(at + 28, true);
  const extraLength = view.getUint16(at + 30, true);
  const extraAt = at + CENTRAL_BYTES + nameLength;
  const end = extraAt + extraLength + view.getUint16(at + 32, true);
  if (end > view.byteLength) throw damaged();
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at + CENTRAL_BYTES, nameLength);
  const entry = {
    name: utf8(bytes) ?? String.fromCharCode(...bytes),
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
    end,
  };
  widen(entry, view, extraAt, extraAt + extraLength);
  return entry;
}

/** Put the numbers that have no room in 32 bits into an entry, from its extra field. */
function widen(entry, view, start, end) {
  for (let at = start; at + 4 <= end; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 0x0001) continue;
    let place = at + 4;
    for (const name of ["size", "packed", "offset"]) {
      if (entry[name] !== IN_ZIP64) continue;
      if (place + 8 > end) throw damaged();
      entry[name] = number64(view, place);
      place += 8;
    }
  }
}

function stream(packed, { method }) {
  if (method === STORED) return packed.stream();
  if (method !== DEFLATED) throw damaged();
  return packed.stream().pipeThrough(new DecompressionStream("deflate-raw"));
}

async function filled(stream, entry, pause) {
  const bytes = new Uint8Array(entry.size);
  let done = 0;
  let crc = 0xffffffff;
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done: isDone, value } = await reader.read();
      if (isDone) break;
      if (done + value.length > entry.size) throw damaged();
      bytes.set(value, done);
      done += value.length;
      for (const byte of value) crc = crcs[(crc ^ byte) & 0xff] ^ (crc >>> 8);
      await pause(done, entry.size);
    }
  } catch {
    throw damaged(); // browsers say that in words of their own
  } finally {
    reader.cancel().catch(() => {});
  }
  if (done !== entry.size || (crc ^ 0xffffffff) >>> 0 !== entry.crc) throw damaged();
  return bytes;
}

/** Return the bytes from `start` on; there are fewer where the file ends, which is damage. */
async function read(file, start, length) {
  const bytes = await file.slice(start, start + length).arrayBuffer();
  if (start < 0 || bytes.byteLength !== length) throw damaged();
  return new DataView(bytes);
}

function number64(view, at) {
  return Number(view.getBigUint64(at, true)); // what is too large to be exact is past the end
}

function damaged() {
  return new Fault("format", "damaged");
}
