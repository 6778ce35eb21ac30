/**
 * Drags the ranked lines of a list: with a finger by their badge, with a mouse wherever they are
 * held. A press that does not move stays a press.
 */

const SLACK = 6; // px that a press may tremble before it is a drag

/** Tells `drop` the line that is dragged, and the height of the pointer in the list. */
export function drag(list, drop) {
  let held = null;

  list.addEventListener("pointerdown", (event) => {
    const grip = event.pointerType === "mouse" ? ".take" : ".badge";
    const line = event.target.closest(grip)?.closest(".ranked");
    if (line && event.isPrimary && event.button === 0) held = { line, y: event.clientY };
  });

  list.addEventListener("pointermove", (event) => {
    if (!held || (!held.isMoving && Math.abs(event.clientY - held.y) < SLACK)) return;
    if (!held.isMoving) {
      held.isMoving = true;
      list.setPointerCapture(event.pointerId);
      held.line.classList.add("dragged");
    }
    drop(held.line, event.clientY - list.getBoundingClientRect().top + list.offsetTop);
  });

  for (const end of ["pointerup", "pointercancel"]) {
    list.addEventListener(end, () => {
      held?.line.classList.remove("dragged");
      held = null;
    });
  }
}
