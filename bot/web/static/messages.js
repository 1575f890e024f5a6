// The messages: new ones arrive, changed ones are redrawn in their place, and what is on the screen counts as read.

import { announce, controlNow, find, home, label, make, me, place } from "./page.js";
import { post } from "./wire.js";

const scroll = find("#scroll");
const list = find("#messages");
const newer = find("#newer");
let upto = Number(document.body.dataset.upto);

export function put(message) {
  const fresh = make(message.html);
  const old = document.getElementById(fresh.id);
  if (old) redraw(old, fresh); else arrive(message, fresh);
}

function arrive(message, fresh) {
  const mine = message.by === me;
  const follow = mine || nearEnd();
  fresh.classList.add("arrived");
  list.append(fresh);
  dayBefore(fresh);
  find("#empty").hidden = true;
  upto = Math.max(upto, message.id);
  if (follow) toEnd(); else newer.hidden = false;
  if (!mine) announce(`New message from ${find(".byline b", fresh).textContent}: ${find(".card, .words", fresh).textContent.trim().replace(/\s+/g, " ").slice(0, 160)}`);
  read();
}

function redraw(old, fresh) {
  const held = old.contains(document.activeElement) ? document.activeElement : null;
  const follow = nearEnd();
  fresh.classList.add("changed");
  old.replaceWith(fresh);
  if (held) controlNow(held, fresh.id).focus({ preventScroll: true });
  if (follow) toEnd();
  const heading = find("h3", fresh);
  announce(heading ? `Changed: ${heading.textContent}` : "A message has changed.");
}

function dayBefore(message) {
  const before = message.previousElementSibling;
  if (before?.dataset.day === message.dataset.day) return;
  const line = make('<li class="day"><h2></h2></li>');
  find("h2", line).textContent = message.dataset.day;
  message.before(line);
}

function nearEnd() { return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120; }

export function toEnd() {
  if (!scroll) return;
  scroll.scrollTop = scroll.scrollHeight;
  newer.hidden = true;
}

let told = 0;

// Read is what the reader can see: not while the page is in the background.
export function read() {
  if (home || document.hidden || upto <= told) return;
  told = upto;
  post("/read", { place, upto });
}

if (scroll) {
  newer.addEventListener("click", toEnd);
  scroll.addEventListener("scroll", () => { if (nearEnd()) newer.hidden = true; }, { passive: true });
  const wanted = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  if (wanted?.classList.contains("message")) {
    wanted.scrollIntoView({ block: "center" });
    wanted.classList.add("changed");
    wanted.focus({ preventScroll: true });
  } else {
    toEnd();
  }
  document.addEventListener("visibilitychange", read);
  scroll.setAttribute("aria-label", `Messages in ${label}`);
}
