// The chat page. Everything is drawn by the server; this puts it in its place and sends what people do.

import * as clock from "./clock.js";
import * as composer from "./composer.js";
import * as dialog from "./dialog.js";
import * as messages from "./messages.js";
import { all, announce, find, home, me, resting } from "./page.js";
import * as side from "./side.js";
import { listen } from "./stream.js";
import { turn } from "./wire.js";

// What the server answers a turn with; words and cards for the channel come by the stream.
function answered(told, message = null) {
  if (!told) return;
  if (told.home !== undefined) redrawHome(told.home);
  if (told.form) dialog.openForm(told.form, message);
  else if (told.said) dialog.openSaid(told.said);
  else dialog.close();
  if (told.errors) announce(Object.values(told.errors).join(" "));
}

function messageOf(element) {
  const message = element.closest("[data-message]");
  return message ? Number(message.dataset.message) : null;
}

async function press(button) {
  if (button.dataset.asks && !(await dialog.confirmed(button.dataset.asks, button.textContent))) return;
  const message = messageOf(button);
  side.expectAnswer();
  const told = await resting([button], () => turn({ do: "press", message, data: button.dataset.press }));
  answered(told, message);
  if (home && told && !told.form && !told.said) side.followAnswer();
}

async function choose(form) {
  const message = messageOf(form);
  const sent = { do: "press", message, data: form.dataset.choice, chosen: find("select", form).value };
  answered(await resting(all("button", form), () => turn(sent)), message);
}

async function capture(button) {
  const message = messageOf(button);
  button.closest("details").open = false;
  answered(await turn({ do: "capture", message, kind: button.dataset.capture }), null);
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-press], [data-capture], [data-try]");
  if (target?.dataset.press) press(target);
  if (target?.dataset.capture) capture(target);
  if (target?.dataset.try) composer.fill(target.dataset.try);
  all("details.more[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});
document.addEventListener("toggle", (event) => {
  if (event.target.open && event.target.matches("details.more")) find(".menu", event.target).scrollIntoView({ block: "nearest" });
}, true);
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form.choice");
  if (form) { event.preventDefault(); choose(form); }
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest("details.more[open]");
  if (menu) { menu.open = false; find("summary", menu).focus(); }
});

composer.whenAnswered(answered);
dialog.whenDone(answered);

// ---- home: drawn anew whenever something has happened

async function refreshHome() {
  const response = await fetch(`/home?${new URLSearchParams({ as: me })}`).catch(() => null);
  if (response?.ok) redrawHome((await response.json()).home);
}

function redrawHome(html) {
  const view = find("#messages.home");
  if (!view) return;
  const held = view.contains(document.activeElement);
  view.innerHTML = html; // drawn and escaped by the server
  if (held) view.focus();
}

// ---- the welcome is shown until it is put away, once per browser

const welcome = find("#welcome");
if (welcome && !localStorage.getItem("chivvy-welcome")) {
  welcome.hidden = false;
  find("#empty").hidden = true;
  find("#welcome-close").addEventListener("click", () => {
    localStorage.setItem("chivvy-welcome", "seen");
    welcome.hidden = true;
    find("#empty").hidden = Boolean(find("#messages .message"));
    find("#words").focus();
  });
  messages.toEnd();
}

let day = find(".clock .long").textContent;

listen({
  message: messages.put,
  counts: side.count,
  clock: (told) => {
    clock.show(told);
    if (home && told.long !== day) refreshHome();
    day = told.long;
  },
  home: refreshHome,
});
messages.read();
