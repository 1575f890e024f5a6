// Talking to the server. What is sent carries its own id, so sending it again after a broken connection does it once.

import { find, me, place } from "./page.js";

const LOST = "The page lost its connection to Chivvy; trying again.";
const WAITS = [500, 1000, 2000, 4000, 8000];

let broken = new Set();

// Several parts may have lost the connection; the line goes when the last of them has it back.
export function lost(part, isLost) {
  if (isLost) broken.add(part); else broken.delete(part);
  const line = find(".lost");
  if (!broken.size && line.dataset.kind !== "error") line.hidden = true;
  if (broken.size) show(LOST, "lost");
}

export function complain(text) {
  show(text, "error");
}

export function calm() {
  const line = find(".lost");
  if (line.dataset.kind === "error") line.hidden = true;
}

function show(text, kind) {
  const line = find(".lost");
  line.dataset.kind = kind;
  if (line.textContent !== text) line.textContent = text;
  line.hidden = false;
}

// Sends one request; null where it was refused, and the page says why.
export async function post(path, body) {
  const sent = JSON.stringify({ me, ...body });
  for (let tries = 0; ; tries += 1) {
    const response = await attempt(path, sent);
    if (response) {
      lost(path, false);
      const told = await response.json().catch(() => ({ error: "Chivvy's answer could not be read." }));
      if (response.ok) { calm(); return told; }
      complain(told.error || "That did not work, and nothing was changed.");
      return null;
    }
    lost(path, true);
    await new Promise((done) => { setTimeout(done, WAITS[Math.min(tries, WAITS.length - 1)]); });
  }
}

async function attempt(path, body) {
  try {
    return await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  } catch {
    return null; // no answer: the server is away
  }
}

export function turn(body) {
  return post("/turns", { id: crypto.randomUUID(), place, ...body });
}
