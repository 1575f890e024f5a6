"""Where the processes of a simulation are born: a process that has loaded everything, and forks whenever it is told to.

`python -m tests.simulation.nursery` reads one `Spec` a line, says `ready` first, and ends with its input.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback

from tests.simulation.worker import Spec, live, warm


def main() -> None:
    warm()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are gone at once: nobody waits for them
    print("ready", flush=True)
    for line in sys.stdin:
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            try:
                live(Spec(**json.loads(line)))
            except BaseException:
                traceback.print_exc()
            os._exit(1)


if __name__ == "__main__":
    main()
