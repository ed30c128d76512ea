"""What an idle connection needs to live on."""

from __future__ import annotations

import threading
import weakref
from typing import Callable


class Keeper:
    """
    A thread that calls a method every so many seconds, until it is ended or the method's object is given up.

    :param seconds: 0: never.
    """

    def __init__(self, keep: Callable[[], None], seconds: float):
        self.end = threading.Event()
        if seconds:
            name, kept = 'headframe heartbeat', weakref.WeakMethod(keep)
            threading.Thread(target=_keep, args=(kept, self.end, seconds), name=name, daemon=True).start()


def _keep(kept: weakref.WeakMethod[Callable[[], None]], end: threading.Event, seconds: float) -> None:
    while not end.wait(seconds):
        keep = kept()
        if keep is None:
            return
        keep()
        del keep
