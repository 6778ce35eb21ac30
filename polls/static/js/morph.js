/**
 * Brings a part of the page into the shape of another, changing only what differs: what a reader
 * has focused or selected stays, and bars move from where they were.
 */

/** Make `old` like `fresh`, which is used up; a part of another kind or choice is replaced. */
export function morph(old, fresh) {
  if (!isSameThing(old, fresh)) {
    old.replaceWith(fresh);
  } else if (old instanceof Element) {
    morphAttributes(old, fresh);
    morphChildren(old, fresh);
  } else if (old.nodeValue !== fresh.nodeValue) {
    old.nodeValue = fresh.nodeValue;
  }
}

function isSameThing(old, fresh) {
  return kind(old) === kind(fresh);
}

/** What a node is: an element of some name, perhaps for a choice, or a named part of the page. */
function kind(node) {
  return [node.nodeName, node.dataset?.choice, node.dataset?.part].join();
}

function morphAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    // What a reader has unfolded stays so.
    if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

/** Keep each child that has its like in the fresh ones, the first of a kind with the first. */
function morphChildren(old, fresh) {
  const left = new Map();
  for (const child of old.childNodes) {
    const alike = left.get(kind(child));
    alike ? alike.push(child) : left.set(kind(child), [child]);
  }
  const pairs = [...fresh.childNodes].map((child) => [left.get(kind(child))?.shift(), child]);
  for (const gone of [...left.values()].flat()) gone.remove();
  let place = old.firstChild;
  for (const [kept, child] of pairs) {
    if (kept) morph(kept, child);
    // What is in its place stays there: to be moved takes focus and scrolling away.
    if (kept && kept === place) place = place.nextSibling;
    else old.insertBefore(kept ?? child, place);
  }
}
