/** Gives a form that was refused the address of its page, so that “back” and “reload” do not send it. */

const problem = document.querySelector("#problem.problem");
if (problem) history.replaceState(null, "", problem.dataset.page);
