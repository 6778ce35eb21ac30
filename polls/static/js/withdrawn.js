/** Tells a page of the result that its reader has taken the vote back in another tab: it may show less now. */

const channel = new BroadcastChannel("withdrawn");
const here = document.querySelector("[data-withdrawn]");
const live = document.querySelector("[data-live]");

if (here) channel.postMessage(here.dataset.withdrawn);
channel.addEventListener("message", ({ data }) => {
  if (data === live?.dataset.live) location.reload();
});
