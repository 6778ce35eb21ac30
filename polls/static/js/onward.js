/**
 * Lets Enter in the field of the question lead on to the choices, or to their calendar, as long as
 * there is not enough to ask. Later it sends the form, as in any other.
 */

const FEWEST = 2; // choices that a question needs

const field = document.querySelector("input[data-onward]");
const choices = field.form.elements[field.dataset.onward];

field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  const written = choices.value.split("\n").filter((line) => line.trim());
  if (field.value.trim() && written.length >= FEWEST) return;
  event.preventDefault();
  if (field.value.trim()) next().focus();
});

// The page came back from Enter in another field: the rows stand in for the field by now.
if (choices.autofocus) next().focus();

function next() {
  const rows = [...field.form.querySelectorAll(".rows input")];
  const row = rows.find((each) => !each.value.trim()) ?? choices;
  return row.checkVisibility() ? row : field.form.querySelector("[data-day][tabindex='0']");
}
