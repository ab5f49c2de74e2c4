// Saves a section while somebody types, and says only what the server has confirmed.
// The page works without it: “Save and continue” is an ordinary form.
const WAIT_AFTER_TYPING = 1500;
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 60000;
const GIVE_UP_WAITING = 20000;
const LONGEST_WAIT_TO_SUBMIT = 5000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  autosave(form);
  showOnlyWhatApplies(form);
}

function autosave(form) {
  const state = form.querySelector("[data-save-state]");
  const base = form.elements.namedItem("base");
  // What the server has, as far as this page knows; of a form that came back with errors it has nothing.
  let confirmed = "unsaved" in form.dataset ? null : answers(form);
  let sending = null; // the request under way
  let unsure = null; // what was sent, when no answer came: it goes again unchanged before anything newer
  let timer = null;
  let delay = FIRST_RETRY;
  let stopped = false; // somebody saved first, or the person may no longer save: typing does not help
  let leaving = false;

  const isSaved = () => answers(form) === confirmed && unsure === null;

  form.addEventListener("input", (event) => {
    if (event.target.name) plan(WAIT_AFTER_TYPING);
  });
  window.addEventListener("online", () => plan(0));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && !isSaved()) event.preventDefault();
  });
  // Back in the browser's history, the form is open again.
  window.addEventListener("pageshow", () => (leaving = false));

  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (leaving || !sending) {
      leaving = true;
      return;
    }
    // The answer carries the number that the next save must name, so it is worth a moment.
    event.preventDefault();
    const button = event.submitter;
    Promise.race([sending, pause(LONGEST_WAIT_TO_SUBMIT)]).then(() => {
      leaving = true;
      form.requestSubmit(button);
    });
  });

  function plan(wait) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, wait);
  }

  function save() {
    if (sending || isSaved()) return;
    const body = unsure ?? answers(form);
    say(form.dataset.saving);
    sending = send(body).finally(() => (sending = null));
  }

  async function send(body) {
    let response;
    try {
      response = await fetch(form.dataset.autosave, {
        method: "POST",
        body: withBase(body, base.value),
        headers: { "X-CSRFToken": form.elements.namedItem("csrfmiddlewaretoken").value },
        redirect: "manual",
        signal: AbortSignal.timeout(GIVE_UP_WAITING),
      });
    } catch {
      return tryAgain(body);
    }
    if (response.ok) return confirm(body, await response.json());
    if (response.status >= 500 || response.status === 429) return tryAgain(body);
    stopped = true;
    if (response.type === "opaqueredirect") return say(form.dataset.signedOut);
    if (response.status === 409) return say((await response.json()).message);
    return say(form.dataset.refused);
  }

  function confirm(body, answer) {
    base.value = answer.base;
    confirmed = body;
    unsure = null;
    delay = FIRST_RETRY;
    say(answer.message);
    if (!isSaved()) plan(WAIT_AFTER_TYPING);
  }

  function tryAgain(body) {
    unsure = body;
    say(form.dataset.trying);
    clearTimeout(timer);
    timer = setTimeout(save, delay);
    delay = Math.min(delay * 2, LONGEST_RETRY);
  }

  function say(text) {
    state.textContent = text;
  }
}

function pause(time) {
  return new Promise((resolve) => setTimeout(resolve, time));
}

// What the form says, as text that can be compared; without what only the transport needs.
function answers(form) {
  const said = new URLSearchParams(new FormData(form));
  for (const name of ["base", "csrfmiddlewaretoken", "kept_for"]) said.delete(name);
  return said.toString();
}

function withBase(body, base) {
  const said = new URLSearchParams(body);
  said.set("base", base);
  return said;
}

// Questions that arise only with some answer to another: `data-ask` names them.
function showOnlyWhatApplies(form) {
  const stage = form.elements.namedItem("stage");
  if (!stage) return;
  const update = () => {
    for (const name of ["stopped_because", "stopped_why"]) {
      const ask = form.querySelector(`[data-ask="${name}"]`);
      ask.hidden = stage.value !== "stopped" && !ask.querySelector(":checked, .govuk-error-message") && !hasText(ask);
    }
  };
  form.addEventListener("change", update);
  update();
}

function hasText(ask) {
  return [...ask.querySelectorAll("textarea")].some((text) => text.value.trim() !== "");
}
