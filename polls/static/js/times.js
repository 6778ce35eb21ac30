/** The times of a day as fields in a list: a beginning and an end in each row. */

export class Times {
  #list;
  #template;

  /** Shows the hours `[from, until]` in a list; `changed` is told when they are others. */
  constructor(list, template, changed) {
    this.#list = list;
    this.#template = template;
    list.addEventListener("input", changed);
    list.addEventListener("click", (event) => {
      if (!event.target.closest("[data-remove-time]")) return;
      event.target.closest("li").remove();
      if (!list.children.length) this.add("", "");
      changed();
      list.querySelector("input").focus();
    });
  }

  add(from, until) {
    const row = this.#template.content.cloneNode(true).firstElementChild;
    const [begins, ends] = row.querySelectorAll("input");
    [begins.value, ends.value] = [from, until];
    this.#list.append(row);
    return begins;
  }

  show(hours) {
    this.#list.replaceChildren();
    for (const [from, until] of hours) this.add(from, until);
  }

  /** The hours that are set, each once; a row whose beginning is being typed is none. */
  get hours() {
    const rows = [...this.#list.children].map((row) =>
      [...row.querySelectorAll("input")].map((input) => input.value),
    );
    const set = new Map(rows.filter(([from]) => from).map((each) => [each.join(), each]));
    return [...set.values()];
  }
}
