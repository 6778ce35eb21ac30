/** What a record says of itself, folded below its result. */

import { locale, say } from "../words.js";
import { toBase64 } from "./bytes.js";
import { byId, make } from "./elements.js";
import { isolated, number } from "./told_ballots.js";
import { method } from "./told_result.js";

/** Show the facts of a checked record. */
export function showFacts({ checkpoint, signed, manifest, close }) {
  const { invited, lot_seal: seal } = manifest;
  const facts = [
    ["fact_origin", code(checkpoint.origin)],
    ["fact_opened", moment(manifest.opened, manifest.zone)],
    ["fact_ended", moment(close.ended, manifest.zone)],
    ["fact_method", method(manifest)],
    ["fact_ballots", number(close.result.ballots)],
    ...(invited === null
      ? []
      : [
          ["fact_weight", number(close.result.weight)],
          ["fact_invited", number(invited.ballots)],
        ]),
    ["fact_replaced", number(close.replaced.length)],
    ["fact_removed", number(close.removed.length)],
    ["fact_lots", seal === null ? say("no_lots") : code(seal)],
    ["fact_root", code(toBase64(checkpoint.root))],
    ["fact_keys", ...signed.map((key) => code(key.text))],
    ["fact_program", isolated(manifest.program)],
  ];
  byId("facts").replaceChildren(
    ...facts.flatMap(([name, ...values]) => [
      make("dt", {}, say(name)),
      ...values.map((value) => make("dd", {}, value)),
    ]),
  );
}

function code(text) {
  return make("code", {}, text);
}

function moment(text, zone) {
  try {
    const how = { dateStyle: "long", timeStyle: "short", timeZone: zone };
    const told = new Intl.DateTimeFormat(locale, how).format(new Date(text));
    return say("moment", { moment: told, zone });
  } catch {
    return isolated(text); // it is none, or this browser does not know the zone
  }
}
