/** Says beside a date what the reader's own clocks show then, where those differ. */

import { locale, say } from "./words.js";

const hour = { weekday: "short", hour: "2-digit", minute: "2-digit" };
const brief = new Intl.DateTimeFormat(locale, hour);
const full = new Intl.DateTimeFormat(locale, { ...hour, day: "numeric", month: "short" });

function tell() {
  for (const time of document.querySelectorAll("time[data-offset]")) {
    const start = new Date(time.dateTime);
    const isSaid = time.nextElementSibling?.matches(".here");
    if (isSaid || start.getTimezoneOffset() * -60 === Number(time.dataset.offset)) continue;
    const { end } = time.dataset;
    const here = document.createElement("span");
    here.className = "here";
    const isBrief = "brief" in time.dataset;
    const format = isBrief ? brief : full;
    const hours = end ? format.formatRange(start, new Date(end)) : format.format(start);
    here.textContent = isBrief ? say("briefly", { hours }) : say("here", { hours });
    time.after(" ", here);
  }
}

tell();
// A tally that moves by itself comes without these words.
const live = document.querySelector("[data-live]");
if (live) new MutationObserver(tell).observe(live, { childList: true, subtree: true });
