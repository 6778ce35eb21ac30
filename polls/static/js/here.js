/** Says beside a date what the reader's own clocks show then, where those differ. */

import { locale, say } from "./words.js";

const format = new Intl.DateTimeFormat(locale, {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

function tell() {
  for (const time of document.querySelectorAll("time[data-offset]")) {
    const start = new Date(time.dateTime);
    const isSaid = time.nextElementSibling?.matches(".here");
    if (isSaid || start.getTimezoneOffset() * -60 === Number(time.dataset.offset)) continue;
    const { end } = time.dataset;
    const here = document.createElement("span");
    here.className = "here";
    const hours = end ? format.formatRange(start, new Date(end)) : format.format(start);
    here.textContent = say("here", { hours });
    time.after(" ", here);
  }
}

tell();
// A tally that moves by itself comes without these words.
const live = document.querySelector("[data-live]");
if (live) new MutationObserver(tell).observe(live, { childList: true, subtree: true });
