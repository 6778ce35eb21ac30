/** Which ballot is the reader's own, and what it gives each choice: on the page, but not in events. */

/** Put the marks of the tally `old` into the one that is to take its place. */
export function keepOwn(old, fresh) {
  for (const mark of old.querySelectorAll("[data-own]")) {
    const row = mark.closest("tr");
    const { choice } = row.dataset;
    if (choice) {
      const bar = fresh.querySelector(`tr[data-choice="${choice}"] th > .bar`);
      bar?.before(mark.cloneNode(true), " ");
    } else {
      const people = [...fresh.querySelectorAll(".people tbody tr")];
      const same = people.find((person) => said(person) === said(row));
      same?.querySelector("th").append(" ", mark.cloneNode(true));
    }
  }
}

/** Return the words of a row, without the mark. */
function said(row) {
  const parts = [...row.querySelectorAll("th, td")].map((cell) => cell.firstChild?.nodeValue);
  return parts.map((part) => part?.trim()).join("|");
}
