// What this page is about, and the few helpers that every part uses.

export const me = document.body.dataset.me;
export const place = document.body.dataset.place;
export const label = document.body.dataset.label;
export const data = JSON.parse(document.getElementById("data").textContent);
export const home = place === "home";

export const find = (selector, within = document) => within.querySelector(selector);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

export function make(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim(); // drawn and escaped by the server
  return template.content.firstElementChild;
}

let clearing;

// Said to screen readers; what is seen stands elsewhere on the page.
export function announce(text) {
  const box = find("#announce");
  clearTimeout(clearing);
  box.textContent = text;
  clearing = setTimeout(() => { box.textContent = ""; }, 8000);
}

// Things that are to be done once at a time: a pressed button rests until its answer is there. It is not disabled, for
// then it would lose the focus.
export async function resting(buttons, work) {
  buttons.forEach((button) => button.setAttribute("aria-disabled", "true"));
  try {
    return await work();
  } finally {
    buttons.forEach((button) => button.removeAttribute("aria-disabled"));
  }
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[aria-disabled=true]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

// The same control as it is drawn now: messages are redrawn while one holds a button of theirs.
export function controlNow(control, messageId) {
  if (control.isConnected) return control;
  const message = messageId && document.getElementById(messageId);
  if (!message) return null;
  return all("button, summary, select", message).find((each) => each.textContent === control.textContent) || message;
}
