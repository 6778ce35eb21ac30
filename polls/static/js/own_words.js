/** Puts the words of the own ballot into the confirmation of a vote: that page is one for many voters. */

const place = document.querySelector("[data-own-words]");

// Only after voting: who comes back to the result has the link, and costs the site no more.
if (place && location.hash === "#recorded") fill();

async function fill() {
  try {
    const response = await fetch(place.dataset.ownWords, { headers: { accept: "text/plain" } });
    if (!response.ok) return;
    place.querySelector(".words").textContent = await response.text();
    place.hidden = false;
  } catch {
    // The link to the receipt has them, too.
  }
}
