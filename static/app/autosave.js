// <form data-autosave="/address"> is sent 1.5 s after the last key and when a field is left. The answer is JSON:
// 200 {"saved_at": "14:02", "version": 3}, or 409 when another tab changed the text. The form's own
// input named "version" and the .autosave line inside the form are kept up to date. Ctrl or Cmd S saves at once.
// A form that is sent while a save is under way waits for it: else its own save would look like another tab's.
const PAUSE = 1500;
const RETRY = 5000;
const LONGEST_WAIT = 4000;

export function autosave(root) {
  for (const form of root.querySelectorAll("form[data-autosave]")) {
    if (form.dataset.ready) continue;
    form.dataset.ready = "yes";
    watch(form);
  }
}

function watch(form) {
  const line = form.querySelector(".autosave") || document.querySelector(`.autosave[data-for="${form.id}"]`);
  let timer;
  let busy = false;
  let overdue = false;
  let afterwards = null;
  let changed = false;
  let stopped = false;

  const show = (state, at) => {
    if (!line) return;
    line.dataset.state = state;
    const time = line.querySelector("[data-saved-at]");
    if (time && at) time.textContent = at;
  };
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function save() {
    clearTimeout(timer);
    if (!changed || stopped) return;
    if (busy) return later(PAUSE);
    busy = true;
    changed = false;
    show("saving");
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1" },
        credentials: "same-origin",
        redirect: "error",
      });
      if (answer.status === 409) {
        stopped = true;
        show("conflict");
      } else if (answer.ok) {
        const { saved_at: at, version } = await answer.json();
        const field = form.elements.namedItem("version");
        if (field && version !== undefined) field.value = version;
        show("saved", at);
      } else {
        throw new Error(String(answer.status));
      }
    } catch {
      changed = true;
      show("failed");
      later(RETRY);
    } finally {
      busy = false;
      afterwards?.();
    }
  }

  function sendAfterwards(button) {
    const end = setTimeout(() => {
      overdue = true;
      afterwards();
    }, LONGEST_WAIT);
    afterwards = () => {
      afterwards = null;
      clearTimeout(end);
      form.requestSubmit(button);
    };
  }

  form.addEventListener("input", () => {
    changed = true;
    later(PAUSE);
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget?.type !== "submit") save();
  });
  form.addEventListener("submit", (event) => {
    stopped = true;
    clearTimeout(timer);
    if (!busy || overdue) return;
    event.preventDefault();
    if (!afterwards) sendAfterwards(event.submitter);
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      changed = true;
      save();
    }
  });
  addEventListener("beforeunload", (event) => {
    if (changed && !stopped) event.preventDefault();
  });
}
