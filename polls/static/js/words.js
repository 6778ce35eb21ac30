/** Says the texts that a page carries for its scripts, in its language (presentation/script_texts.py). */

const PLACE = /\{(\w+)\}/g;

const language = document.documentElement.lang;

/** The language in which browsers write dates: English ones as the server does. */
export const locale = language === "en" ? "en-GB" : language;

const numbers = new Intl.NumberFormat(locale);
const plurals = new Intl.PluralRules(language);
const texts = {};
for (const element of document.querySelectorAll("script[data-words]")) {
  Object.assign(texts, JSON.parse(element.textContent));
}

/** Return the text of this name, in the form for the field `num` if it has forms, filled in. */
export function say(name, fields = {}) {
  const text = typeof texts[name] === "string" ? texts[name] : form(texts[name], fields.num);
  return text.replace(PLACE, (_, place) => {
    const field = fields[place];
    return typeof field === "number" ? numbers.format(field) : field;
  });
}

/** Return the text for a place among others: the first, the second … */
export function ordinal(rank) {
  return texts.ordinals[rank - 1];
}

function form(forms, number) {
  const kind = plurals.select(number);
  const alike = Object.keys(forms).findLast((each) => plurals.select(Number(each)) === kind);
  return forms[number] ?? forms[alike ?? 100];
}
