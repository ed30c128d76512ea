"""Keeps the variables of a shell and those of a workspace the same."""

from __future__ import annotations

import threading
from typing import Any, Callable, Dict, Mapping, NamedTuple, Optional

from .._change import Change
from .._errors import ClosedError, DisconnectedError, NotFoundError, RequestTimeoutError
from .._workspace import Workspace
from .fingerprint import fingerprint
from .names import is_variable, variables_of
from .troubles import Troubles

__all__ = ['ShellSync']

_UNREACHABLE = (DisconnectedError, RequestTimeoutError, ClosedError)


class _Agreed(NamedTuple):
    """What shell and workspace both have of a variable."""

    revision: int
    fingerprint: Optional[bytes]


class ShellSync:
    """
    A shell's namespace and a workspace, kept in step.

    What a cell changed, made or deleted is carried when it ends; what others changed is taken while no cell
    runs, or at the end of the one that does. When both changed a variable, the shell's value is written, and
    the other one stays in the variable's history. While there is no connection each goes its own way; then
    the same holds.

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
        self._namespace = namespace
        self._hidden = hidden
        self._report = report
        self._carrying = Troubles('not carried to the workspace', report)
        self._taking = Troubles('not taken from the workspace', report)
        self._agreed: Dict[str, _Agreed] = {}
        self._waiting: Dict[str, Change] = {}
        self._met: Optional[str] = None
        self._running = True
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """How many variables both have."""
        return len(self._agreed)

    @property
    def troubles(self) -> Dict[str, str]:
        """Why a variable is not in both, by name."""
        return {**self._taking.reasons, **self._carrying.reasons}

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
                self._try(self._take_waiting)

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
            self._try(self._meet_or_go_on)

    def _try(self, action: Callable[[], None]) -> None:
        """What cannot be done without a connection is done when there is one, or after the next cell."""
        try:
            action()
        except _UNREACHABLE:
            return

    def _meet_or_go_on(self) -> None:
        self._workspace.call('ping')  # Afterwards the greeting is that of a connection that stands.
        history = self._workspace.greeting['workspace']
        if history != self._met:
            self._meet()
            self._met = history
        else:
            self._carry()
            self._take_waiting()

    def _meet(self) -> None:
        """Begins with a workspace that this shell has not met before."""
        self._agreed.clear()
        self._waiting.clear()
        theirs = self._workspace.all_metadata()
        self._carry()
        over = [
            name
            for name, (revision, _) in self._agreed.items()
            if name in theirs and theirs[name]['revision'] < revision
        ]
        if over:
            self._report(f'written over in the workspace, where undo brings back the other: {", ".join(over)}')
        mine = variables_of(self._namespace, self._hidden)
        for name in [name for name in theirs if name not in mine]:
            self._take(name, theirs[name]['revision'])

    def _carry(self) -> None:
        """Writes what is new or different in the shell, and deletes what it no longer has."""
        mine = variables_of(self._namespace, self._hidden)
        self._carrying.keep(mine)
        for name in [name for name in self._agreed if name not in mine]:
            self._delete(name)
        for name, value in mine.items():
            mark = fingerprint(value)
            if mark is None or name not in self._agreed or self._agreed[name].fingerprint != mark:
                self._write(name, value, mark)

    def _write(self, name: str, value: Any, mark: Optional[bytes]) -> None:
        which = id(value) if mark is None else mark
        if self._carrying.has(name, which):
            return
        try:
            self._agreed[name] = _Agreed(self._workspace.set(name, value), mark)
            self._carrying.forget(name)
        except _UNREACHABLE:
            raise
        except Exception as error:
            self._carrying.add(name, which, error)

    def _delete(self, name: str) -> None:
        try:
            self._workspace.delete(name)
        except NotFoundError:
            pass  # Somebody else has deleted it, too.
        except _UNREACHABLE:
            raise
        except Exception as error:
            self._report(f'{name}: not deleted in the workspace: {error}')
        del self._agreed[name]

    def _take_waiting(self) -> None:
        for name, change in list(self._waiting.items()):
            if name not in self._agreed or self._agreed[name].revision < change.revision:
                self._apply(change)
            del self._waiting[name]

    def _apply(self, change: Change) -> None:
        agreed = self._agreed.get(change.name)
        if change.deleted:
            if self._agreed.pop(change.name, None) is not None:
                self._namespace.pop(change.name, None)
        elif change.change == 'metadata' and agreed is not None:
            self._agreed[change.name] = agreed._replace(revision=change.revision)
        else:
            self._take(change.name, change.revision)

    def _take(self, name: str, revision: int) -> None:
        """Takes a variable from the workspace into the shell."""
        if name.startswith('_'):
            return
        if name in self._namespace and not is_variable(name, self._namespace[name], self._hidden):
            self._taking.add(name, None, 'in the shell this is the name of code')
            return
        try:
            value = self._workspace.get(name)
        except NotFoundError:
            return  # It has been deleted since, which will be told.
        except _UNREACHABLE:
            raise
        except Exception as error:
            self._taking.add(name, revision, error)
            return
        self._namespace[name] = value
        self._agreed[name] = _Agreed(revision, fingerprint(value))
        self._taking.forget(name)
