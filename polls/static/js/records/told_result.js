/** Shows the result of a record: in words, and the numbers that were checked as tables. */

import { say } from "../words.js";
import { byId, make } from "./elements.js";
import { choiceName, isolated, listed, number, scoreName } from "./told_ballots.js";

const MOST_IN_PAIRS = 60; // choices: the table has the square of them

/** Show the result of a checked record. */
export function showResult({ manifest, close }) {
  byId("question").textContent = manifest.question;
  byId("answer").textContent = answer(manifest, close.result);
  byId("uncounted").textContent = say("uncounted", { method: method(manifest) });
  const tables = { marks: marksTable, ranking: firstTable, scores: scoresTable };
  byId("numbers").replaceChildren(tables[manifest.rules.ballot](manifest, close.result));
  if (manifest.rules.ballot === "ranking") byId("numbers").append(pairs(manifest, close.result));
}

/** Return what the method of a record is called. */
export function method({ rules }) {
  const names = JSON.parse(byId("methods").textContent);
  return names[rules.method] ?? isolated(rules.method);
}

function answer(manifest, { lead, winners, tied, ranking }) {
  const name = (choice) => choiceName(manifest, choice);
  const first = winners.length > 0 ? winners : (ranking[0] ?? []);
  const fields = { names: listed(first.map(name)), tied: listed(tied.map(name)) };
  const sentence =
    lead === "won" ? say("won", { ...fields, num: winners.length }) : say(`lead_${lead}`, fields);
  return lead === "won" && tied.length > 0 ? `${sentence} ${say("lots", fields)}` : sentence;
}

function marksTable(manifest, result) {
  return barTable(manifest, result, "votes", result.sums.marks);
}

function firstTable(manifest, result) {
  return barTable(manifest, result, "first_choices", result.sums.first_choices);
}

function barTable(manifest, result, title, sums) {
  const rows = inOrder(manifest, result).map((choice) => {
    const sum = sums[choice - 1];
    return row(manifest, result, choice, [sum], bar(result.weight > 0 ? sum / result.weight : 0));
  });
  return table([say(title)], rows);
}

function scoresTable(manifest, result) {
  const scores = result.sums.scores[0]?.map((_, score) => score) ?? [];
  const titles = scores.map((score) => scoreName(manifest, score));
  const rows = inOrder(manifest, result).map((choice) =>
    row(manifest, result, choice, result.sums.scores[choice - 1]),
  );
  return sideways(say("scores"), table(titles, rows, "bare"));
}

function pairs(manifest, result) {
  const details = make("details", {}, make("summary", {}, say("pairs")));
  if (manifest.choices.length > MOST_IN_PAIRS) {
    details.append(make("p", {}, say("many_pairs", { num: MOST_IN_PAIRS })));
    return details;
  }
  const order = inOrder(manifest, result).filter(
    (choice) => manifest.choices[choice - 1].kind !== "blank",
  );
  const rows = order.map((choice) => {
    const row = result.sums.pairs[choice - 1];
    const cells = order.map((other) => (other === choice ? "–" : number(row[other - 1])));
    return tableRow(choiceName(manifest, choice), cells);
  });
  const titles = order.map((choice) => choiceName(manifest, choice));
  details.append(make("p", { class: "note" }, say("reading_pairs")));
  details.append(sideways(say("pairs"), table(titles, rows, "bare")));
  return details;
}

/** Return all choices as the method ranks them, and behind them those that it does not rank. */
function inOrder({ choices }, { ranking }) {
  return [...new Set([...ranking.flat(), ...choices.map((choice) => choice.number)])];
}

function row(manifest, { winners, lead }, choice, sums, ...more) {
  const made = tableRow(choiceName(manifest, choice), sums.map(number), ...more);
  if (lead === "won" && winners.includes(choice)) made.className = "leading";
  return made;
}

function tableRow(name, cells, ...more) {
  const head = make("th", { scope: "row" }, make("bdi", {}, name), ...more);
  return make("tr", {}, head, ...cells.map((cell) => make("td", { class: "number" }, cell)));
}

function table(titles, rows, kind = "bars") {
  const heads = titles.map((title) =>
    make("th", { scope: "col", class: "number" }, make("span", { class: "title" }, title)),
  );
  const head = make("tr", {}, make("th", { scope: "col" }, say("choice")), ...heads);
  return make("table", { class: kind }, make("thead", {}, head), make("tbody", {}, ...rows));
}

function bar(share) {
  const svg = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [each, value] of Object.entries(attributes)) element.setAttribute(each, value);
    return element;
  };
  const drawn = svg("svg", { class: "bar", "aria-hidden": "true", focusable: "false" });
  const width = `${Math.round(share * 1000) / 10}%`;
  drawn.append(svg("rect", { width: "100%", height: "100%" }));
  drawn.append(svg("rect", { class: "part", width, height: "100%" }));
  return drawn;
}

function sideways(label, content) {
  return make(
    "div",
    { class: "sideways", role: "region", tabindex: "0", "aria-label": label },
    content,
  );
}
