"""Keeps the variables of a shell and those of a workspace the same, each in its turn."""

from __future__ import annotations

import threading
from typing import Any, Callable, Dict, Mapping, Optional

from .._change import Change
from .._workspace import Workspace
from .carrier import UNREACHABLE, Carrier

__all__ = ['ShellSync']


class ShellSync:
    """
    A shell's namespace and a workspace, kept in step.

    What a cell changed, made or deleted is carried when it ends; what others changed is taken while no cell runs,
    or at the end of the one that does. When both changed a variable, the shell's value is written, and the other
    one stays in the variable's history. While there is no connection each goes its own way; then the same holds.

    The methods may be called by any thread.
    """

    def __init__(
        self,
        workspace: Workspace,
        namespace: Dict[str, Any],
        hidden: Mapping[str, Any],
        report: Callable[[str], None],
    ) -> None:
        """`hidden`: what the shell itself put into the namespace. `report` is given a line for the user."""
        self.connected = True
        self._workspace = workspace
        self._carrier = Carrier(workspace, namespace, hidden, report)
        self._waiting: Dict[str, Change] = {}
        self._met: Optional[str] = None
        self._running = True
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """How many variables both have."""
        return self._carrier.count

    @property
    def troubles(self) -> Dict[str, str]:
        """Why a variable is not in both, by name."""
        return self._carrier.troubles

    def start(self) -> None:
        """Writes what the shell has, and takes what only the workspace has."""
        for event in ('data_changed', 'data_deleted'):
            self._workspace.on(event, self._told)
        self._workspace.on('disconnected', self._disconnected)
        self._workspace.on('connected', self._connected)
        self.end_cell()

    def begin_cell(self) -> None:
        """From now on the namespace belongs to a cell."""
        with self._lock:
            self._running = True

    def end_cell(self) -> None:
        """Carries what the cell did, and takes what others did meanwhile."""
        with self._lock:
            self._running = False
            self._catch_up()

    def _told(self, change: Change) -> None:
        with self._lock:
            self._waiting[change.name] = change
            if not self._running and self._met is not None:
                _try(self._take_waiting)

    def _disconnected(self) -> None:
        with self._lock:
            self.connected = False

    def _connected(self) -> None:
        with self._lock:
            self.connected = True
            if not self._running:
                self._catch_up()

    def _catch_up(self) -> None:
        if self.connected:
            _try(self._meet_or_go_on)

    def _meet_or_go_on(self) -> None:
        self._workspace.call('ping')  # Afterwards the greeting is that of a connection that stands.
        history = self._workspace.greeting['workspace']
        if history == self._met:
            self._carrier.carry()
            self._take_waiting()
        else:
            self._waiting.clear()
            self._carrier.meet()
            self._met = history

    def _take_waiting(self) -> None:
        for name, change in list(self._waiting.items()):
            self._carrier.apply(change)
            del self._waiting[name]


def _try(action: Callable[[], None]) -> None:
    """What cannot be done without a connection is done when there is one, or after the next cell."""
    try:
        action()
    except UNREACHABLE:
        return
