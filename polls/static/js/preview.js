/** Keeps the preview of the ballot, once it was asked for, as the form says: the server draws it. */

import { say } from "./words.js";

const QUIET = 400; // ms without a change before it is drawn again

const button = document.querySelector("button[data-preview]");
const place = document.querySelector("#preview");
const undrawn = document.querySelector("[data-undrawn]");
const form = button.form;
let timer;
let drawing;
let isWanted = !place.hidden;

button.addEventListener("click", (event) => {
  event.preventDefault();
  isWanted = true;
  draw().then(() => place.scrollIntoView({ block: "nearest" }));
});
form.addEventListener("input", () => {
  clearTimeout(timer);
  if (isWanted) timer = setTimeout(draw, QUIET);
});

async function draw() {
  drawing?.abort();
  drawing = new AbortController();
  const body = new URLSearchParams(new FormData(form));
  body.set("do", "preview");
  try {
    const answer = await fetch(form.action, { method: "POST", body, signal: drawing.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...page.querySelector("#preview").childNodes);
    place.hidden = false;
    undrawn.textContent = "";
  } catch (error) {
    if (error.name === "AbortError") return; // another one is being drawn
    undrawn.textContent = say("undrawn");
  }
}
