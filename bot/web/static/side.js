// The side: unread counts, the drawer on narrow screens, and who one is.

import { all, find, label, me, place } from "./page.js";

const FOLLOW_FOR = 5000;

const drawer = find(".drawer-button");
const dm = `dm:${me}`;
const dmLink = all("[data-spot]").find((link) => link.dataset.spot === dm);
let inDm = Number(find(".number", dmLink).textContent); // unread messages there
let before = 0;
let following = 0; // until when an answer is expected there

// A button on the home view may be answered in the DM: go and see, as soon as the answer is there. It may come before the
// server has said that the button was taken, so what was there is noted first.
export function expectAnswer() { before = inDm; }

export function followAnswer() {
  following = Date.now() + FOLLOW_FOR;
  follow();
}

function follow() {
  if (inDm > before && Date.now() < following) location.assign(dmLink.href);
}

export function count(counts) {
  inDm = counts.places[dm] || 0;
  follow();
  for (const link of all("[data-spot]")) {
    const number = link.dataset.spot === place ? 0 : counts.places[link.dataset.spot] || 0;
    badge(find(".badge", link), number);
    link.classList.toggle("unread", number > 0);
  }
  for (const link of all("[data-person]")) {
    const { person } = link.dataset;
    badge(find(".badge", link), counts.people[person] || 0);
    const spot = counts.people[person] || place === dm ? `dm:${person}` : place;
    link.href = `/?${new URLSearchParams({ as: person, in: spot })}`;
  }
  badge(find(".others"), Object.keys(counts.people).filter((person) => person !== me).length);
  const waiting = all("[data-spot] .badge:not([hidden])").length;
  find(".badge", drawer).hidden = !waiting;
  find(".badge", drawer).textContent = waiting || "";
  document.title = `${waiting ? "• " : ""}${label} – Chivvy`;
}

function badge(element, number) {
  element.hidden = !number;
  find(".number", element).textContent = number;
}

// ---- the drawer

function toggle(open) {
  document.body.classList.toggle("drawer-open", open);
  drawer.setAttribute("aria-expanded", String(open));
  if (open) find("#side a[aria-current]")?.focus(); else drawer.focus();
}

drawer.addEventListener("click", () => toggle(!document.body.classList.contains("drawer-open")));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("drawer-open")) toggle(false);
});
document.addEventListener("click", (event) => {
  if (document.body.classList.contains("drawer-open") && event.target === document.body) toggle(false);
});

// ---- who one is

const people = find("#people");
const wanted = find("#find-person");
const entries = all(".everybody li");

find(".persona").addEventListener("click", () => {
  wanted.value = "";
  filter();
  people.showModal();
  wanted.focus();
});
people.addEventListener("click", (event) => { if (event.target.closest("[data-close]")) people.close(); });
wanted.addEventListener("input", filter);
wanted.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" && event.key !== "ArrowDown") return;
  event.preventDefault();
  const first = entries.find((entry) => !entry.hidden)?.firstElementChild;
  if (event.key === "Enter") first?.click(); else first?.focus();
});
find(".everybody").addEventListener("keydown", (event) => {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (!step) return;
  event.preventDefault();
  let entry = event.target.closest("li")[step];
  while (entry?.hidden) entry = entry[step];
  (entry?.firstElementChild || wanted).focus();
});

// Those with new messages come first: after the clock has moved, they are whom one wants to look at.
function filter() {
  const words = wanted.value.trim().toLowerCase().split(/\s+/);
  const news = (entry) => (find(".badge", entry).hidden ? 1 : 0);
  entries.forEach((entry) => { entry.hidden = !words.every((word) => entry.dataset.find.includes(word)); });
  find(".everybody").append(...[...entries].sort((one, other) => news(one) - news(other)));
  entries.splice(0, entries.length, ...all(".everybody li"));
  find(".empty", people).hidden = entries.some((entry) => !entry.hidden);
}
