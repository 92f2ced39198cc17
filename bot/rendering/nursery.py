"""The parent of the rendering processes: imports what they need once, then forks one whenever it is asked.

Its standard input is a socket over which the pool sends the ends of new connections, one for each process wanted.
When that socket closes, however the bot ended, the parent goes and its children with it. It knows no secrets: its
environment names the fonts and nothing else.
"""

import ctypes
import gc
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.rendering.engine.lean import lean_imports
from bot.rendering.fonts import is_whole, write_fontconfig

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def main() -> None:
    """Serve the pool until it is gone."""
    for name in (signal.SIGINT, signal.SIGTERM):  # meant for the bot, which may still want a PDF as it ends
        signal.signal(name, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # ended children vanish by themselves
    with socket.socket(fileno=os.dup(0)) as control, TemporaryDirectory(prefix="sanad-fonts-") as folder:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # `control` is then all there is, and its end is ours
        os.environ["FONTCONFIG_FILE"] = str(write_fontconfig(Path(folder)))
        # Only now: importing WeasyPrint reads the font configuration.
        gc.disable()
        with lean_imports():
            from bot.rendering.workbench import serve

        gc.collect()
        gc.freeze()
        gc.enable()
        # A fonts' folder somebody has tidied up ends the nursery: the pool starts the next, with a folder of its own.
        while (connection := _wanted(control)) and is_whole(Path(folder)):
            _fork(connection, control, serve)


def _wanted(control: socket.socket) -> socket.socket | None:
    """The next process's end of its connection; None when the pool is gone."""
    _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    return socket.socket(fileno=descriptors[0]) if descriptors else None


def _fork(connection: socket.socket, control: socket.socket, serve: Callable[[socket.socket], None]) -> None:
    if os.fork():
        connection.close()
        return
    status = 1
    try:
        control.close()
        _die_with_parent()
        serve(connection)
        status = 0
    finally:
        if status:
            _report()
        os._exit(status)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _report() -> None:
    """Where it went wrong, without the error's own words: they may hold a customer's."""
    kind, _, trace = sys.exc_info()
    sys.stderr.write(f"a rendering process ended by {kind and kind.__name__}\n")
    traceback.print_tb(trace)
    sys.stderr.flush()


if __name__ == "__main__":
    main()
