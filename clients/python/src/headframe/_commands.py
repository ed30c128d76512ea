"""The methods of a workspace that are commands of the host."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence, TypeVar, Union

from . import _plans as plans
from ._errors import RequestTimeoutError
from ._lock import Lock

T = TypeVar('T')


class Commands:
    """What a client can do beside getting and setting values."""

    client: str

    def _plan(self, plan: plans.Plan[T]) -> T:
        raise NotImplementedError

    def _plan_apart(self, plan: plans.Plan[T], timeout_ms: int) -> T:
        raise NotImplementedError

    def names(self) -> List[str]:
        """The names of all variables, without the built-in types."""
        return self._plan(plans.names())

    def metadata(self, name: str) -> Dict[str, Any]:
        """
        What is known of a variable without reading it: kind, type, dtype, shape, length, size in bytes, preview,
        provider, revision, info, …

        :raises NotFoundError:
        """
        return self._plan(plans.metadata(name))

    def all_metadata(
        self,
        *,
        kind: Optional[str] = None,
        provider: Optional[str] = None,
        since: Optional[int] = None,
        name: Optional[str] = None,
        info: Optional[Mapping[str, Any]] = None,
    ) -> Dict[str, Dict[str, Any]]:
        """
        What is known of all variables, by name, or of those that pass a filter.

        :param kind: `numeric`, `string`, `array`, `table`, …
        :param provider: who wrote it last.
        :param since: changed after this revision.
        :param name: a pattern, with `*` and `?`.
        :param info: keys and values that the variable's info has.
        """
        filter = {'kind': kind, 'provider': provider, 'since': since, 'name': name, 'info': info}
        return self._plan(plans.all_metadata(filter))

    def update_metadata(
        self, name: str, info: Mapping[str, Any], *, if_revision: Optional[int] = None
    ) -> Dict[str, Any]:
        """Sets free keys of a variable, None takes one away; its metadata. Raises NotFoundError, ConflictError."""
        return self._plan(plans.update_metadata(name, info, if_revision, self.client))

    def undo(self, name: str, steps: int = 1, *, if_revision: Optional[int] = None) -> int:
        """Takes a variable back by so many revisions, as far as there is history; its new revision."""
        return self._plan(plans.travel('undo', name, steps, if_revision, self.client))

    def redo(self, name: str, steps: int = 1, *, if_revision: Optional[int] = None) -> int:
        """Takes so many steps of undo back; the new revision."""
        return self._plan(plans.travel('redo', name, steps, if_revision, self.client))

    def history(self, name: str) -> List[Dict[str, Any]]:
        """A variable's revisions, oldest first: revision, provider, time, size, preview, current."""
        return self._plan(plans.history(name))

    def recycle_bin(self) -> List[Dict[str, Any]]:
        """The deleted variables, oldest first: index, name, provider, time, size."""
        return self._plan(plans.recycle_bin())

    def restore(self, name_or_index: Union[str, int]) -> str:
        """Brings a variable back, the one deleted last under a name or the one at an index; its name."""
        return self._plan(plans.restore(name_or_index, self.client))

    def rename(self, name: str, new_name: str, *, if_revision: Optional[int] = None) -> int:
        """Gives a variable another name, its history too; its new revision."""
        return self._plan(plans.rename(name, new_name, if_revision, self.client))

    def clear(self) -> List[str]:
        """Moves all variables into the recycle bin; their names. Needs the role `admin`."""
        return self._plan(plans.clear(self.client))

    def increment(self, name: str, by: float = 1) -> Any:
        """Adds to a number in one step; the sum. One that is not there counts as 0."""
        return self._plan(plans.increment(name, by, self.client))

    def lock(self, name: str, *, lease_ms: int = 10_000) -> Lock:
        """
        Keeps others from changing a variable until the lease, in milliseconds, or the connection ends.

        Use it in a `with` statement, or call its `unlock`. Asked for again, the lease is extended. Raises LockedError.
        """
        until = self._plan(plans.lock(name, self.client, lease_ms))
        return Lock(name, until, self.unlock)

    def unlock(self, name: str) -> bool:
        """Gives this client's lock back; whether there was one."""
        return self._plan(plans.unlock(name, self.client))

    def wait_for(self, name: str, *, since_revision: int = 0, timeout_ms: int = 30_000) -> int:
        """
        Waits until a variable exists and is newer than a revision; its revision.

        It waits on a connection of its own, so that other threads go on. Raises RequestTimeoutError.
        """
        revision = self._plan_apart(plans.wait_for(name, since_revision, timeout_ms), timeout_ms)
        if revision is None:
            raise RequestTimeoutError(f'{name} was not there, or not newer, after {timeout_ms} ms')
        return revision

    def slice(self, name: str, *ranges: plans.Range) -> Any:
        """
        A part of an array, table, sequence, text or mapping, without the rest.

        :param ranges: one an axis: a `slice`, `[start, stop, step]`, an index, or None for all of it.
        """
        return self._plan(plans.slice_(name, ranges))

    def statistics(self, name: str, columns: Optional[Sequence[str]] = None) -> Any:
        """Count, missing, min, max, mean, quantiles and histogram, of a table's columns or of all."""
        return self._plan(plans.statistics(name, columns))

    def settings(self) -> Dict[str, Any]:
        """The host's settings that all clients may read."""
        return self._plan(plans.settings())

    def call(self, method: str, params: Union[Mapping[str, Any], Sequence[Any], None] = None) -> Dict[str, Any]:
        """Any command by its name, with parameters by name or position, which are JSON; its result."""
        return self._plan(plans.call(method, params))

    def call_interface(self, interface: str, method: str, *params: Any) -> Any:
        """Calls a method that a plugin's interface offers to clients; what it gives."""
        return self._plan(plans.call_interface(interface, method, params))
