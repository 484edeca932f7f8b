"""`python -m config.demo.tethered VERB …`: the command line, ended when its starter is gone.

Standard input is a pipe from the supervisor. Its end means that the supervisor has died, even
by `kill -9`, and nobody is left to end this process. Unlike PR_SET_PDEATHSIG it works on macOS.
"""

import os
import signal
import threading

from config.cli import main


def tie_to_the_starter() -> None:
    """From now on this process ends when the other end of its standard input does."""
    threading.Thread(target=_end_with_the_starter, name="tether", daemon=True).start()


def _end_with_the_starter() -> None:
    while os.read(0, 64):
        continue
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    tie_to_the_starter()
    main()
