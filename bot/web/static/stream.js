// What is new, live. A page in the background lets go of its connection (a browser has few of them for one server) and
// catches up when it is looked at again.

import { me, place } from "./page.js";
import { lost } from "./wire.js";

let since = Number(document.body.dataset.revision);
let source = null;
let listeners = {};

export function listen(handlers) {
  listeners = handlers;
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : start()));
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", start);
  start();
}

function start() {
  if (source || document.hidden) return;
  source = new EventSource(`/stream?${new URLSearchParams({ as: me, in: place, since })}`);
  source.onopen = () => lost("stream", false);
  source.onerror = () => {
    lost("stream", true);
    if (source.readyState === EventSource.CLOSED) { // refused, not broken: try from the beginning
      stop();
      setTimeout(start, 2000);
    }
  };
  for (const [name, handler] of Object.entries(listeners)) {
    source.addEventListener(name, (event) => {
      if (event.lastEventId) since = Math.max(since, Number(event.lastEventId));
      handler(JSON.parse(event.data));
    });
  }
  source.addEventListener("afresh", () => location.assign("/"));
}

function stop() {
  source?.close();
  source = null;
}
