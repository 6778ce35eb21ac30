/** Long work in slices, so that the page draws, scrolls and answers in between. */

const SLICE = 20; // ms: a page that takes longer feels as if it stuck

/**
 * Return a function that long work calls every now and then, with what is done and what there is.
 *
 * It returns nothing, or, when a slice is over, a promise to wait for.
 */
export function pace(show) {
  let begun = performance.now();
  return (done, all) => {
    if (performance.now() - begun < SLICE) return undefined;
    show(done, all);
    return turn().then(() => {
      begun = performance.now();
    });
  };
}

/** Wait until the browser has done what else there is to do. */
function turn() {
  // Browsers let a timer of a page in the background wait for a second, but not a message.
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
