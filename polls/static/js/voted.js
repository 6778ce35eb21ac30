/** Tells a page of the result that its reader has voted, or taken the vote back, in another tab. */

const channel = new BroadcastChannel("voted");
const here = document.querySelector("[data-voted]");
const live = document.querySelector("[data-live]");
const own = document.getElementById("recorded")?.textContent;
const [navigation] = performance.getEntriesByType("navigation");

// Not after a reload, or two tabs could go on telling each other of different votes.
if (here && navigation?.type === "navigate") channel.postMessage([here.dataset.voted, own]);
channel.addEventListener("message", ({ data: [question, vote] }) => {
  // The marks are to be those of this vote, and there may be more or less to see.
  if (question === live?.dataset.live && vote !== own) location.reload();
});
