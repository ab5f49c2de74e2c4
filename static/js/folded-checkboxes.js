// Adds a box above folded checkboxes that shows only those with the typed letters in their name.
for (const list of document.querySelectorAll("[data-folded-checkboxes]")) {
  addSearch(list);
}

function addSearch(list) {
  const groups = [...list.querySelectorAll("details")].map((group) => ({ group, wasOpen: group.open }));
  const box = document.createElement("input");
  box.type = "search";
  box.id = `${list.id}-search`;
  box.className = "govuk-input govuk-!-margin-bottom-3";
  box.autocomplete = "off";
  const label = document.createElement("label");
  label.className = "govuk-label";
  label.htmlFor = box.id;
  label.textContent = list.dataset.label;
  const none = document.createElement("p");
  none.setAttribute("role", "status");
  list.prepend(label, box, none);

  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLowerCase();
    let found = 0;
    for (const { group, wasOpen } of groups) {
      const items = [...group.querySelectorAll(".govuk-checkboxes__item")];
      for (const item of items) {
        item.hidden = !item.textContent.toLowerCase().includes(wanted);
      }
      const shown = items.filter((item) => !item.hidden).length;
      group.hidden = shown === 0;
      group.open = wanted ? true : wasOpen || group.querySelector(":checked") !== null;
      found += shown;
    }
    none.textContent = found ? "" : list.dataset.none;
  });
  // Enter looks for a name here; it does not send the form.
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
