/** Shows and hides the numbers on the big screen without a new page: by its button or by a key. */

import { announce } from "./announce.js";

const SHOW = ["ArrowRight", "PageDown"]; // a presenter's clicker sends one of them
const HIDE = ["ArrowLeft", "PageUp"];

const CHOICES = "tr[data-choice], .choices > [data-choice]";

const form = document.querySelector("form[data-reveal]");
const screen = form.closest(".screen");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  reveal(!screen.classList.contains("revealed"));
});

addEventListener("keydown", (event) => {
  const isShow = SHOW.includes(event.key);
  const isPlain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
  if (!(isPlain && (isShow || HIDE.includes(event.key))) || isToScroll(event.key)) return;
  event.preventDefault();
  reveal(isShow);
});

// As long as the numbers are hidden, the order of the choices does not tell them.
screen.addEventListener("tally", ({ detail: fresh }) => {
  if (screen.classList.contains("revealed")) return;
  const shown = [...screen.querySelectorAll(CHOICES)].map((each) => each.dataset.choice);
  const place = (row) => shown.indexOf(row.dataset.choice);
  const rows = [...fresh.querySelectorAll("tr[data-choice]")];
  rows[0]?.parentElement.append(...rows.sort((one, other) => place(one) - place(other)));
});

function isToScroll(key) {
  const page = document.scrollingElement;
  return key.startsWith("Page") && page.scrollHeight > page.clientHeight;
}

function reveal(isShown) {
  screen.classList.toggle("revealed", isShown);
  // The address says it too, for a reload and for whoever it is sent to.
  const address = new URL(location.href);
  if (isShown) address.searchParams.set("numbers", "1");
  else address.searchParams.delete("numbers");
  history.replaceState(null, "", address);
  if (isShown) announce(screen.querySelector(".answer"));
}
