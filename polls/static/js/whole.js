/** Writes links out in full, for whoever reads or copies them: the page may not know its own host. */

for (const link of document.querySelectorAll("a[data-whole]")) link.prepend(link.origin);
