// The composer: Enter sends; commands and people are completed as one types.

import { announce, data, find, label, make } from "./page.js";
import { turn } from "./wire.js";

const MOST = 8;

const form = find("#composer");
const words = find("#words");
const box = find("#suggestions");
let offered = [];
let current = 0;
let chosen = []; // people taken from the list, to be sent along as mentions
let answered = () => {};

export function whenAnswered(callback) { answered = callback; }

export function fill(text) {
  words.value = text;
  words.focus();
  words.setSelectionRange(text.length, text.length);
  grow();
  hide();
}

// ---- sending

async function send() {
  const text = words.value.trim();
  if (!text || words.readOnly) return;
  const mentions = mentionsIn(text);
  words.readOnly = true;
  hide();
  const told = await turn({ do: "say", text, mentions });
  words.readOnly = false;
  words.focus();
  if (!told) return; // what was typed stays
  words.value = "";
  chosen = [];
  grow();
  answered(told);
}

// The chosen people whose names are still in the text, in the order of the text.
function mentionsIn(text) {
  const found = [];
  for (const person of chosen) {
    let at = text.indexOf(`@${person.name}`);
    while (at >= 0 && found.some((each) => each.at === at)) at = text.indexOf(`@${person.name}`, at + 1);
    if (at >= 0) found.push({ at, id: person.id });
  }
  return found.sort((one, other) => one.at - other.at).map((each) => each.id);
}

// ---- suggesting

function suggest() {
  const before = words.value.slice(0, words.selectionStart);
  const after = words.value.slice(words.selectionStart);
  offered = commandsFor(before, after) || peopleFor(before) || [];
  current = 0;
  draw();
}

function commandsFor(before, after) {
  if (!before.startsWith("/") || after.trim()) return null;
  const typed = before.toLowerCase();
  const further = typed.includes(" ");
  const found = data.commands
    .filter((command) => command.text.startsWith(typed) && command.text !== typed.trimEnd() || command.text === typed)
    .filter((command) => further || !command.text.includes(" ") || command.text === typed)
    .map((command) => ({ ...command, name: command.text, put: `${command.text} `, from: 0 }));
  return found.length ? found : null;
}

function peopleFor(before) {
  const match = /(^|[\s(])@([\p{L}'’-]*(?: [\p{L}'’-]*)?)$/u.exec(before);
  if (!match) return null;
  const typed = match[2].toLowerCase();
  const from = before.length - match[2].length - 1;
  const starts = (person) => person.name.toLowerCase().split(/\s+/).some((word) => word.startsWith(typed)) || person.name.toLowerCase().startsWith(typed);
  return data.people.filter(starts).slice(0, MOST)
    .map((person) => ({ ...person, person, put: `@${person.name} `, from, name: `@${person.name}` }));
}

function draw() {
  const wasOpen = !box.hidden;
  box.replaceChildren(...offered.map((each, index) => {
    const item = make('<li role="option"><b></b><span class="says"></span></li>');
    item.id = `suggestion-${index}`;
    find("b", item).textContent = each.name;
    find(".says", item).textContent = each.says;
    if (each.example) {
      const sample = make('<span class="sample">For example <code></code></span>');
      find("code", sample).textContent = each.example;
      item.append(sample);
    }
    item.addEventListener("mousedown", (event) => { event.preventDefault(); take(index); });
    return item;
  }));
  box.hidden = !offered.length;
  mark();
  if (!box.hidden && !wasOpen) announce(`${offered.length} suggestions. Arrow keys choose, Tab takes one.`);
}

function mark() {
  [...box.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === current)));
  if (box.hidden) words.removeAttribute("aria-activedescendant");
  else {
    words.setAttribute("aria-activedescendant", `suggestion-${current}`);
    box.children[current]?.scrollIntoView({ block: "nearest" });
  }
}

function hide() { offered = []; draw(); }

function take(index) {
  const each = offered[index];
  const after = words.value.slice(words.selectionStart);
  words.value = words.value.slice(0, each.from) + each.put + after.trimStart();
  const at = each.from + each.put.length;
  words.setSelectionRange(at, at);
  if (each.person) chosen.push(each.person);
  hide();
  if (!each.person) suggest();
  grow();
}

// A command typed in full is sent by Enter, not completed once more.
function typedInFull() { return offered[current]?.put.trim() === words.value.trim(); }

function onKey(event) {
  if (event.isComposing) return;
  if (!box.hidden) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      current = (current + (event.key === "ArrowDown" ? 1 : offered.length - 1)) % offered.length;
      mark();
      return;
    }
    if (event.key === "Escape") { event.preventDefault(); hide(); return; }
    const taken = event.key === "Tab" && !event.shiftKey || event.key === "Enter" && !event.shiftKey && !typedInFull() && !further();
    if (taken) { event.preventDefault(); take(current); return; }
  }
  if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); send(); }
}

// After a whole command and a space the list only reminds of what may follow: Enter sends what stands there.
function further() { return words.value.endsWith(" ") && words.value.startsWith("/") && words.value.trim().split(" ").length === 1; }

function grow() {
  if (CSS.supports("field-sizing", "content")) return;
  words.style.height = "auto";
  words.style.height = `${Math.min(words.scrollHeight + 2, 200)}px`;
}

if (form) {
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  words.addEventListener("input", () => { suggest(); grow(); });
  words.addEventListener("keydown", onKey);
  words.addEventListener("blur", hide);
  words.setAttribute("aria-label", `Message ${label}`);
  // Not on a touch screen, where it would bring up the keyboard.
  if (matchMedia("(hover: hover)").matches) words.focus({ preventScroll: true });
}
