// <form data-passkey="create" data-options="id"> makes a passkey, data-passkey="get" uses one. What the browser is to
// do stands in a JSON script of that id, or is fetched from data-options-from. The form's own button starts it; its
// input named "credential" carries the answer. What went wrong is said in the form's [data-passkey-trouble] line.
// Where the browser knows no passkeys, [data-passkey-only] parts stay hidden.
const WORDS = {
  NotAllowedError: "That did not finish. Try again, or go another way.",
  InvalidStateError: "This device has a passkey for you already.",
  SecurityError: "Passkeys work only at the practice's own address.",
};
const OTHER = "That did not work here. Try again, or go another way.";

export function passkeys(root) {
  const able = Boolean(window.webauthnJSON && window.webauthnJSON.supported());
  for (const part of root.querySelectorAll("[data-passkey-only]")) part.hidden = !able;
  for (const part of root.querySelectorAll("[data-passkey-missing]")) part.hidden = able;
  if (!able) return;
  for (const form of root.querySelectorAll("form[data-passkey]")) {
    if (form.dataset.ready) continue;
    form.dataset.ready = "yes";
    form.addEventListener("submit", (event) => begin(event, form));
  }
}

async function begin(event, form) {
  const answer = form.elements.namedItem("credential");
  if (answer.value) return;
  event.preventDefault();
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  say(form, "");
  try {
    const made = await ask(form.dataset.passkey, await options(form));
    answer.value = JSON.stringify(made);
    form.submit();
  } catch (trouble) {
    say(form, WORDS[trouble.name] || OTHER);
    button.disabled = false;
    button.focus();
  }
}

function ask(kind, wanted) {
  return kind === "create"
    ? window.webauthnJSON.create(wanted.creation_options)
    : window.webauthnJSON.get(wanted.request_options);
}

async function options(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.dataset.optionsFrom, {
    headers: { Accept: "application/json" },
    credentials: "same-origin",
    redirect: "error",
  });
  if (!answer.ok) throw new Error("no options");
  return answer.json();
}

function say(form, sentence) {
  const line = form.querySelector("[data-passkey-trouble]");
  line.textContent = sentence;
  line.hidden = !sentence;
}
