/** Opens the browser's print dialogue; without scripts its menu does. */

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
  button.hidden = false;
}
