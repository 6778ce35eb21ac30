/** Puts all other lines aside while one that stands alone, such as a blank vote, is marked. */

const alone = document.querySelector("input[data-alone]");
const others = document.querySelector("[data-others]");

if (alone && others) {
  alone.addEventListener("change", settle);
  addEventListener("pageshow", settle); // “back” brings the mark back without a change
  settle();
}

/** What was filled in stays, to be taken up again, but is not sent. */
function settle() {
  others.inert = alone.checked;
  for (const field of others.querySelectorAll("select, input")) field.disabled = alone.checked;
}
