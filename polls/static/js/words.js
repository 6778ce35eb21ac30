/** Says the texts that a page carries for its scripts, in its language (presentation/script_texts.py). */

const PLACE = /\{(\w+)\}/g;

const language = document.documentElement.lang;

/** The language in which browsers write dates: English ones as the server does. */
export const locale = language === "en" ? "en-GB" : language;

const texts = {};
let numbers; // the first format that a browser makes takes longer than all else at the start of a page
let plurals;

function prepare() {
  numbers ??= new Intl.NumberFormat(locale);
  plurals ??= new Intl.PluralRules(language);
}

// They are there before somebody presses on something, but nobody waits for them to see the page.
requestAnimationFrame(() => setTimeout(prepare));

for (const element of document.querySelectorAll("script[data-words]")) {
  Object.assign(texts, JSON.parse(element.textContent));
}

/** Return the text of this name, in the form for the field `num` if it has forms, filled in. */
export function say(name, fields = {}) {
  const text = typeof texts[name] === "string" ? texts[name] : form(texts[name], fields.num);
  return text.replace(PLACE, (_, place) => {
    const field = fields[place];
    if (typeof field !== "number") return field;
    prepare();
    return numbers.format(field);
  });
}

/** Return the text for a place among others: the first, the second … */
export function ordinal(rank) {
  return texts.ordinals[rank - 1];
}

function form(forms, number) {
  prepare();
  const kind = plurals.select(number);
  const alike = Object.keys(forms).findLast((each) => plurals.select(Number(each)) === kind);
  return forms[number] ?? forms[alike ?? 100];
}
