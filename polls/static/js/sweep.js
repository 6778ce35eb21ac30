/**
 * Tells a drag over the cells of a grid from a press of one, which stays a click: with a mouse or
 * across with a finger at once; down with a finger, which scrolls the page, after it was held still.
 */

const HOLD = 300; // ms

/** Tells `over` the first cell and the present one while a drag lasts, nothing when it ends; and `done` both. */
export function sweep(grid, selector, { over, done }) {
  let first = null;
  let last = null;
  let isHeld = false;
  let timer = 0;

  grid.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest(selector);
    if (!cell || !event.isPrimary || event.button !== 0) return;
    first = last = cell;
    isHeld = false;
    if (event.pointerType !== "touch") return;
    timer = setTimeout(() => {
      isHeld = true;
      over(first, last);
    }, HOLD);
  });

  grid.addEventListener("pointermove", (event) => {
    if (!first) return;
    // Not the target of the event, which for a finger is where it came down.
    const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest(selector);
    if (!cell || cell === last || !grid.contains(cell)) return;
    clearTimeout(timer);
    last = cell;
    over(first, last);
  });

  // A finger that was held still draws; otherwise it scrolls.
  grid.addEventListener("touchmove", (event) => isHeld && event.preventDefault(), {
    passive: false,
  });

  addEventListener("pointerup", () => end(done));
  addEventListener("pointercancel", () => end());

  function end(tell) {
    if (!first) return;
    clearTimeout(timer);
    const [from, to] = [first, last];
    first = last = null;
    over();
    if (tell && from !== to) tell(from, to);
  }
}
