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
  return old.nodeName === fresh.nodeName && old.dataset?.choice === fresh.dataset?.choice;
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

function morphChildren(old, fresh) {
  const children = [...fresh.childNodes];
  if (old.childNodes.length !== children.length) {
    old.replaceChildren(...children);
    return;
  }
  for (const [index, child] of [...old.childNodes].entries()) {
    morph(child, children[index]);
  }
}
