/** Says beside a date what the reader's own clocks show then, where those differ. */

import { locale, say } from "./words.js";

const BRIEF = { weekday: "short", hour: "2-digit", minute: "2-digit" };
const FULL = { ...BRIEF, day: "numeric", month: "short" };
const formats = new Map(); // made when a page has a date for them: most have none

function tell() {
  for (const time of document.querySelectorAll("time[data-offset]")) {
    const start = new Date(time.dateTime);
    const isSaid = time.nextElementSibling?.matches(".here");
    if (isSaid || start.getTimezoneOffset() * -60 === Number(time.dataset.offset)) continue;
    const { end } = time.dataset;
    const here = document.createElement("span");
    here.className = "here";
    const isBrief = "brief" in time.dataset;
    const format = formatOf(isBrief ? BRIEF : FULL);
    const hours = end ? format.formatRange(start, new Date(end)) : format.format(start);
    here.textContent = isBrief ? say("briefly", { hours }) : say("here", { hours });
    time.after(" ", here);
  }
}

function formatOf(parts) {
  if (!formats.has(parts)) formats.set(parts, new Intl.DateTimeFormat(locale, parts));
  return formats.get(parts);
}

tell();
// A tally that moves by itself comes without these words.
const live = document.querySelector("[data-live]");
if (live) new MutationObserver(tell).observe(live, { childList: true, subtree: true });
