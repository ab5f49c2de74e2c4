// The search box as a combobox with a list of suggestions, after the ARIA pattern. htmx fetches the list.
// Without this script the box is a box, and Enter searches.
const box = document.querySelector("#search-box");
const list = document.querySelector("#search-suggestions");
const status = list?.parentElement.querySelector("[role=status]");
let active = -1;

const options = () => [...list.querySelectorAll("[role=option]")];
const isOpen = () => !list.hidden;

function open(number) {
  list.hidden = false;
  box.setAttribute("aria-expanded", "true");
  status.textContent = status.dataset.some.replace("{number}", number);
}

function close() {
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  activate(-1);
}

function activate(index) {
  active = index;
  for (const [place, option] of options().entries()) {
    option.setAttribute("aria-selected", String(place === index));
    if (place === index) {
      box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
  }
  if (index < 0) box.removeAttribute("aria-activedescendant");
}

function move(step) {
  const number = options().length;
  // From the last option back to the words, and from the words to either end.
  const next = active + step;
  activate(next >= number ? -1 : next < -1 ? number - 1 : next);
}

function onKey(event) {
  if (event.key === "Escape" && isOpen()) {
    event.preventDefault(); // or the box would be emptied, too
    close();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options().length) {
    event.preventDefault();
    if (!isOpen()) open(options().length);
    move(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && isOpen() && active >= 0) {
    event.preventDefault();
    location.assign(options()[active].dataset.address);
  }
}

function onSuggestions() {
  activate(-1);
  const number = options().length;
  if (number && document.activeElement === box) {
    open(number);
  } else {
    close();
    status.textContent = box.value ? status.dataset.none : "";
  }
}

if (box && list) {
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", list.id);
  box.addEventListener("keydown", onKey);
  box.addEventListener("blur", close);
  list.addEventListener("htmx:afterSwap", onSuggestions);
  // On the way down, so that the box keeps the focus and the list stays until the choice is made.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.address);
  });
}
