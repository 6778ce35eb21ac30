/** Lets lines glide to their new places, so that one sees where what one pressed has gone. */

const TIME = 180; // ms: long enough to be followed, too short to be waited for
const MOST = 100; // lines: where more have to be measured and moved, one has to wait
const PATIENCE = 25; // ms: where the move alone takes longer, what is pressed shows without the way

const isStill = matchMedia("(prefers-reduced-motion: reduce)");

/** Does what moves `lines`, and then shows the way of those in sight from where they were. */
export function glide(lines, move) {
  if (isStill.matches || lines.length > MOST) {
    move();
    return;
  }
  const begun = performance.now();
  const before = lines.map((line) => line.offsetTop);
  move();
  // All is measured before anything moves: after that, each look would lay the page out again.
  const after = lines.map((line) => line.offsetTop);
  if (performance.now() - begun > PATIENCE) return;
  const [first] = lines;
  const start = first.offsetTop - first.getBoundingClientRect().top - first.offsetHeight;
  const end = start + first.offsetHeight + innerHeight;
  const isInSight = (top) => top > start && top < end;
  for (const [index, line] of lines.entries()) {
    const way = before[index] - after[index];
    if (!way || !(isInSight(before[index]) || isInSight(after[index]))) continue;
    line.animate({ transform: [`translateY(${way}px)`, "none"] }, { duration: TIME });
  }
}
