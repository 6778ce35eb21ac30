/** Draws the ballot from what stands in the form, while its preview is open. */

import { lines } from "./lines.js";

const preview = document.querySelector("details[data-preview]");
const place = preview.querySelector("[data-ballot]");
const form = preview.closest("form");

preview.hidden = false;
preview.addEventListener("toggle", draw);
form.addEventListener("input", draw);

function draw() {
  if (!preview.open) return;
  const title = make("h2", form.elements.text.value.trim() || "Your question");
  const kind = form.elements.marks.value === "several" ? "checkbox" : "radio";
  const extras = [
    ["offer_none", "None of these"],
    ["offer_blank", "Blank vote"],
  ];
  const choices = lines(form.elements.choices.value);
  if (!choices.length) choices.push("Your first choice", "Your second choice");
  for (const [name, words] of extras) {
    if (form.elements[name].checked) choices.push(words);
  }
  place.replaceChildren(title, ...choices.map((entry) => choice(entry, kind)));
}

function choice(entry, kind) {
  const [words, ...rest] = entry.split(/\s\|(?:\s|$)/);
  const label = make("label", "");
  label.className = "choice";
  const input = make("input", "");
  input.type = kind;
  input.disabled = true;
  const text = make("span", words);
  const more = rest.filter((part) => part && !/^https?:\/\/\S+$/i.test(part)).join(" | ");
  if (more) {
    const description = make("span", more);
    description.className = "hint";
    text.append(document.createElement("br"), description);
  }
  label.append(input, text);
  const frame = make("div", "");
  frame.className = "line";
  frame.append(label);
  return frame;
}

function make(name, words) {
  const element = document.createElement(name);
  element.textContent = words;
  return element;
}
