// Dialogs: forms with their errors, questions to confirm, and what is said to one person on the home view.

import { all, announce, controlNow, find, make, resting } from "./page.js";
import { turn } from "./wire.js";

const dialog = find("#dialog");
const content = find(".content", dialog);
let pressedOn = null; // the message whose button opened the form
let opener = null; // what had the focus before
let after = () => {};

export function whenDone(callback) { after = callback; }

export function openForm(html, message) {
  pressedOn = message;
  show(html);
  all(".people", content).forEach(pickPeople);
  const first = all(".field :is(input, select, textarea)", content)[0];
  first?.focus();
  if (first?.tagName === "INPUT" && first.type === "text") first.setSelectionRange(first.value.length, first.value.length);
}

export function openSaid(html) {
  pressedOn = null;
  show(`<div>${html}<div class="actions"><button type="button" class="button" data-close>Close</button></div></div>`);
  const heading = find("h3", content);
  if (heading) heading.id = "dialog-title"; else dialog.setAttribute("aria-label", "Chivvy says");
}

export function close() { if (dialog.open) dialog.close(); }

// A question in a dialog of our own: resolves to whether it was agreed to.
export function confirmed(question, agree) {
  const box = make(`<dialog aria-labelledby="confirm-title"><div class="content"><h2 id="confirm-title"></h2>
    <div class="actions"><button type="button" class="button primary" value="yes"></button>
    <button type="button" class="button" value="">Cancel</button></div></div></dialog>`);
  find("h2", box).textContent = question;
  find("button", box).textContent = agree;
  all("button", box).forEach((button) => button.addEventListener("click", () => box.close(button.value)));
  const before = remembered();
  document.body.append(box);
  box.showModal();
  return new Promise((resolve) => {
    box.addEventListener("close", () => { box.remove(); giveBack(before); resolve(box.returnValue === "yes"); });
  });
}

function show(html) {
  if (!dialog.open) opener = remembered();
  dialog.removeAttribute("aria-label");
  content.replaceChildren(make(html));
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
}

dialog.addEventListener("click", (event) => { if (event.target.closest("[data-close]")) close(); });
dialog.addEventListener("close", () => { content.replaceChildren(); giveBack(opener); });

function remembered() {
  const control = document.activeElement;
  return { control, message: control?.closest("[data-message]")?.id };
}

// The browser gives the focus back by itself, unless what had it has been redrawn meanwhile.
function giveBack({ control, message }) {
  if (document.activeElement && document.activeElement !== document.body) return;
  controlNow(control, message)?.focus({ preventScroll: true });
}

dialog.addEventListener("submit", (event) => {
  const form = event.target.closest("form.form");
  if (!form) return;
  event.preventDefault();
  submit(form);
});

async function submit(form) {
  const unclear = unreadable(form);
  if (Object.keys(unclear).length) { showErrors(form, unclear); return; }
  const sent = { do: "submit", token: form.dataset.token, values: valuesOf(form), message: pressedOn };
  const told = await resting(all("button", form), () => turn(sent));
  if (!told) { close(); return; }
  if (told.errors) { showErrors(form, told.errors); return; }
  if (told.form) { openForm(told.form, pressedOn); return; }
  close();
  after(told);
}

function valuesOf(form) {
  const values = {};
  for (const field of all("[data-field]", form)) values[field.dataset.field] = valueOf(field);
  return values;
}

function valueOf(field) {
  if (field.dataset.widget === "people") return all("input:checked", field).map((box) => box.value);
  const input = find("input, select, textarea", field);
  if (field.dataset.widget === "flag") return input.checked ? "true" : null;
  return input.value.trim() === "" ? null : input.value;
}

// A half-typed date reads as empty: say so rather than lose it.
function unreadable(form) {
  const found = {};
  for (const field of all("[data-field]", form)) {
    const input = find("input", field);
    if (input?.validity.badInput) {
      found[field.dataset.field] = field.dataset.widget === "time"
        ? "This time is not complete. Write hours and minutes, or clear it."
        : "This date is not complete. Write day, month and year, or clear it.";
    }
  }
  return found;
}

function showErrors(form, errors) {
  all(".error:not(.whole)", form).forEach((line) => line.remove());
  all(".wrong", form).forEach(mend);
  const whole = find(".whole", form);
  const left = Object.entries(errors).filter(([name, text]) => !mark(form, name, text)).map(([, text]) => text);
  whole.textContent = left.join(" ");
  whole.hidden = !left.length;
  const first = find(".wrong :is(input, select, textarea), .wrong[tabindex]", form) || whole;
  first.focus();
  announce(`Not saved. ${Object.values(errors).join(" ")}`);
}

function mark(form, name, text) {
  const field = all("[data-field]", form).find((each) => each.dataset.field === name);
  if (!field) return false;
  const line = make(`<p class="error" id="error-${name}"></p>`);
  line.textContent = text;
  field.classList.add("wrong");
  (find("label, legend", field)).after(line);
  const input = described(field);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", [`error-${name}`, input.getAttribute("aria-describedby")].filter(Boolean).join(" "));
  return true;
}

function mend(field) {
  field.classList.remove("wrong");
  const input = described(field);
  input.removeAttribute("aria-invalid");
  const kept = (input.getAttribute("aria-describedby") || "").split(" ").filter((id) => !id.startsWith("error-")).join(" ");
  if (kept) input.setAttribute("aria-describedby", kept); else input.removeAttribute("aria-describedby");
}

function described(field) {
  return field.dataset.widget === "people" ? field : find("input, select, textarea", field);
}

// A long list of people with a box to find them by name.
function pickPeople(field) {
  const chosen = find(".chosen", field);
  const boxes = all("input[type=checkbox]", field);
  const tell = () => {
    const names = boxes.filter((box) => box.checked).map((box) => box.parentElement.textContent.trim());
    chosen.textContent = names.length ? `Chosen: ${names.join(", ")}` : field.dataset.none;
  };
  boxes.forEach((box) => box.addEventListener("change", tell));
  find(".find", field).addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const box of boxes) {
      box.closest("li").hidden = !box.checked && !box.parentElement.textContent.toLowerCase().includes(wanted);
    }
  });
  find(".find", field).addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  tell();
}
