/** Takes what was typed along to another form, which without this begins empty. */

const nav = document.querySelector("[data-kinds]");
const { form } = document.querySelector("[name=kind]");

nav.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || isElsewhere || !isTouched()) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector(`button[name=do][value=${link.dataset.kind}]`));
});

function isTouched() {
  return ["text", "choices", "description"].some((name) => form.elements[name].value.trim());
}
