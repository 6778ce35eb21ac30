/** Makes and finds elements of the page that checks records. */

/**
 * Return a new element.
 *
 * @param {string} name
 * @param {Object} attributes
 * @param {...(Node|string)} children
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [each, value] of Object.entries(attributes)) element.setAttribute(each, value);
  element.append(...children);
  return element;
}

/** Return the element with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/** Show the element with this id, or hide it. */
export function show(id, isShown = true) {
  byId(id).hidden = !isShown;
}
