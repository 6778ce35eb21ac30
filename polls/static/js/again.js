/** Asks for the ballot again when a browser shows it from its history: a vote may be recorded by now. */

const ballot = document.querySelector("form.ballot");

addEventListener("pageshow", (event) => {
  if (!ballot) return;
  const [navigation] = performance.getEntriesByType("navigation");
  if (event.persisted || navigation?.type === "back_forward") compare();
});

/** What was filled in stays, unless the site knows of another vote, or of the end. */
async function compare() {
  const { page, recorded } = ballot.dataset;
  try {
    const answer = await fetch(page, { cache: "no-store" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (fresh.querySelector("form.ballot")?.dataset.recorded === recorded) return;
    location.replace(page); // not reload(), which lets a browser keep what stands in the fields
  } catch {
    // Nobody can be asked now; the button will tell.
  }
}
