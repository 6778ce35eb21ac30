/** Gives a form that was refused the address of its page, so that “back” and “reload” do not send it. */

history.replaceState(null, "", document.querySelector("#problem").dataset.page);
