// A button that copies what stands beside it. Without this the text can be marked and copied by hand.
for (const place of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue; // not there on an address without TLS
  const button = document.createElement("button");
  button.type = "button";
  button.className = "hub-link-button";
  button.textContent = place.dataset.copy;
  const said = document.createElement("span");
  said.setAttribute("aria-live", "polite");
  said.className = "hub-share__said";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(place.textContent.trim());
      said.textContent = place.dataset.copied;
    } catch {
      said.textContent = place.dataset.notCopied;
    }
  });
  const line = document.createElement("p");
  line.append(button, " ", said);
  place.after(line);
}
