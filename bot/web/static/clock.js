// The demonstration's clock: moved forward, never back.

import { all, announce, find, resting } from "./page.js";
import { post } from "./wire.js";

const buttons = all("[data-step]");
const bar = find(".clock progress");
let moving = false;

export function show(clock) {
  find(".clock .long").textContent = clock.long;
  find(".clock .short").textContent = clock.short;
  all(".clock time").forEach((time) => { time.dateTime = clock.at; });
  bar.hidden = clock.moving === null;
  if (clock.moving !== null) bar.value = clock.moving;
}

for (const button of buttons) {
  button.addEventListener("click", async () => {
    if (moving) return;
    moving = true;
    await resting(buttons, () => post("/clock", { step: button.dataset.step }));
    moving = false;
    announce(`It is now ${find(".clock .long").textContent}.`);
  });
}
