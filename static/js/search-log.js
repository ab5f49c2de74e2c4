// Tells the hub what was looked for, and whether a result was opened; not who did it, so no cookie goes along.
// Without this script nothing is noted.
const found = document.querySelector("[data-search-log]");
// Come back to, or loaded again, it is the same search. Nothing is kept in the browser to know that by.
const [arrival] = performance.getEntriesByType("navigation");
const isNew = !["back_forward", "reload"].includes(arrival?.type);
// randomUUID() would be missing where the hub is served without TLS.
const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

function tell(more = {}) {
  const body = new URLSearchParams({ signed: found.dataset.searchLog, key, ...more });
  // The page may be gone before the answer comes, and nobody waits for it.
  fetch(found.dataset.address, { method: "POST", body, keepalive: true, credentials: "omit" }).catch(() => {});
}

function onOpening(event) {
  if (event.button !== 2 && event.target.closest(".hub-card__title a")) tell({ opened: "1" });
}

if (found && isNew) {
  // A page that the browser draws before anybody asked for it has not been looked at.
  if (document.prerendering) document.addEventListener("prerenderingchange", () => tell(), { once: true });
  else tell();
  found.addEventListener("click", onOpening);
  found.addEventListener("auxclick", onOpening); // the middle button, which opens another tab
}
