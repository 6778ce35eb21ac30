/** Checkpoints: the signed size and root of a record's tree (C2SP tlog-checkpoint). */

import { fromBase64 } from "./bytes.js";
import { Fault } from "./fault.js";
import { NAME, note, QUESTION } from "./notes.js";

const ORIGIN = new RegExp(`^(${NAME})/poll/(${QUESTION})/record/([1-9][0-9]{0,14})$`, "u");
const NUMBER = /^(?:0|[1-9][0-9]{0,18})$/;

/**
 * Return the parts of a checkpoint, none of them verified.
 *
 * @returns {{note: Object, text: string, origin: string, site: string, key: string,
 *   record: number, size: bigint, root: Uint8Array}}
 * @throws {Fault} It is malformed.
 */
export function readCheckpoint(bytes) {
  const parts = note(bytes);
  const [origin, size, base64, ...others] = parts.lines;
  const [, site, key, record] = ORIGIN.exec(origin) ?? [];
  const root = base64 === undefined ? null : fromBase64(base64);
  if (site === undefined || !NUMBER.test(size) || root?.length !== 32 || others.length > 0) {
    throw new Fault("format", "checkpoint");
  }
  return {
    note: parts,
    text: parts.text,
    origin,
    site,
    key,
    record: Number(record),
    size: BigInt(size),
    root,
  };
}
