"""Carries variables between a shell's namespace and a workspace."""

from __future__ import annotations

from typing import Any, Callable, Dict, Mapping, NamedTuple, Optional

from .._change import Change
from .._errors import ClosedError, DisconnectedError, NotFoundError, RequestTimeoutError
from .._workspace import Workspace
from .fingerprint import fingerprint
from .names import is_variable, variables_of
from .troubles import Troubles

__all__ = ['UNREACHABLE', 'Carrier']

UNREACHABLE = (DisconnectedError, RequestTimeoutError, ClosedError)
"""What is raised while there is no connection; what was to be carried then still is to be."""


class _Agreed(NamedTuple):
    """What shell and workspace both have of a variable."""

    revision: int
    fingerprint: Optional[bytes]


class Carrier:
    """
    Knows what shell and workspace agree on, and carries what is different. One thread uses it at a time.

    The methods raise one of `UNREACHABLE` when there is no connection; called again, they do what is left.
    """

    def __init__(
        self,
        workspace: Workspace,
        namespace: Dict[str, Any],
        hidden: Mapping[str, Any],
        report: Callable[[str], None],
    ) -> None:
        """`hidden`: what the shell itself put into the namespace. `report` is given a line for the user."""
        self._workspace = workspace
        self._namespace = namespace
        self._hidden = hidden
        self._report = report
        self._carrying = Troubles('not carried to the workspace', report)
        self._taking = Troubles('not taken from the workspace', report)
        self._agreed: Dict[str, _Agreed] = {}

    @property
    def count(self) -> int:
        """How many variables both have."""
        return len(self._agreed)

    @property
    def troubles(self) -> Dict[str, str]:
        """Why a variable is not in both, by name."""
        return {**self._taking.reasons, **self._carrying.reasons}

    def meet(self) -> None:
        """Begins with a workspace: writes what the shell has, and takes what only the workspace has."""
        self._agreed.clear()
        theirs = self._workspace.all_metadata()
        self.carry()
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

    def carry(self) -> None:
        """Writes what is new or different in the shell, and deletes what it no longer has."""
        mine = variables_of(self._namespace, self._hidden)
        self._carrying.keep(mine)
        for name in [name for name in self._agreed if name not in mine]:
            self._delete(name)
        for name, value in mine.items():
            mark = fingerprint(value)
            if mark is None or name not in self._agreed or self._agreed[name].fingerprint != mark:
                self._write(name, value, mark)

    def apply(self, change: Change) -> None:
        """Does in the shell what was done in the workspace, unless that is older than what both agree on."""
        agreed = self._agreed.get(change.name)
        if agreed is not None and change.revision <= agreed.revision:
            return
        if change.deleted:
            if self._agreed.pop(change.name, None) is not None:
                self._namespace.pop(change.name, None)
        elif change.change == 'metadata' and agreed is not None:
            self._agreed[change.name] = agreed._replace(revision=change.revision)
        else:
            self._take(change.name, change.revision)

    def _write(self, name: str, value: Any, mark: Optional[bytes]) -> None:
        which = id(value) if mark is None else mark
        if self._carrying.has(name, which):
            return
        try:
            self._agreed[name] = _Agreed(self._workspace.set(name, value), mark)
            self._carrying.forget(name)
        except UNREACHABLE:
            raise
        except Exception as error:
            self._carrying.add(name, which, error)

    def _delete(self, name: str) -> None:
        try:
            self._workspace.delete(name)
        except NotFoundError:
            pass  # Somebody else has deleted it, too.
        except UNREACHABLE:
            raise
        except Exception as error:
            self._report(f'{name}: not deleted in the workspace: {error}')
        del self._agreed[name]

    def _take(self, name: str, revision: int) -> None:
        if name.startswith('_'):
            return
        if name in self._namespace and not is_variable(name, self._namespace[name], self._hidden):
            self._taking.add(name, None, 'in the shell this is the name of code')
            return
        try:
            value = self._workspace.get(name)
        except NotFoundError:
            return  # It has been deleted since, which will be told.
        except UNREACHABLE:
            raise
        except Exception as error:
            self._taking.add(name, revision, error)
            return
        self._namespace[name] = value
        self._agreed[name] = _Agreed(revision, fingerprint(value))
        self._taking.forget(name)
