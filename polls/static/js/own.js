/** What the reader's own ballot gives each choice: it stands on the page, but not in events. */

/** Put the marks of the tally `old` into the one that is to take its place. */
export function keepOwn(old, fresh) {
  for (const mark of old.querySelectorAll("[data-own]")) {
    const { choice } = mark.closest("tr").dataset;
    const bar = fresh.querySelector(`tr[data-choice="${choice}"] th > .bar`);
    bar?.before(mark.cloneNode(true), " ");
  }
}
