/** Hands the link that a button names to the device's own way of sharing, where it has one. */

for (const button of document.querySelectorAll("button[data-share]")) {
  const shared = {
    title: button.dataset.title,
    url: document.getElementById(button.dataset.share).textContent,
  };
  if (!navigator.canShare?.(shared)) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.share(shared);
    } catch {
      // Whoever leaves the device's list without choosing has changed their mind.
    }
  });
}
