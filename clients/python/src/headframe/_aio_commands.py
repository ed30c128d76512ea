"""The methods of an asyncio workspace that are commands of the host: as in `_commands`, and awaited."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence, TypeVar, Union

from . import _plans as plans
from ._errors import RequestTimeoutError
from ._lock import AioLock

T = TypeVar('T')


class AioCommands:
    """What a client can do beside getting and setting values."""

    client: str

    async def _plan(self, plan: plans.Plan[T], timeout_ms: int = 0) -> T:
        raise NotImplementedError

    async def names(self) -> List[str]:
        """The names of all variables, without the built-in types."""
        return await self._plan(plans.names())

    async def metadata(self, name: str) -> Dict[str, Any]:
        """
        What is known of a variable without reading it: kind, type, dtype, shape, length, size in bytes, preview,
        provider, revision, info, …

        :raises NotFoundError:
        """
        return await self._plan(plans.metadata(name))

    async def all_metadata(
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
        return await self._plan(plans.all_metadata(filter))

    async def update_metadata(
        self, name: str, info: Mapping[str, Any], *, if_revision: Optional[int] = None
    ) -> Dict[str, Any]:
        """Sets free keys of a variable, None takes one away; its metadata. Raises NotFoundError, ConflictError."""
        return await self._plan(plans.update_metadata(name, info, if_revision, self.client))

    async def undo(self, name: str, steps: int = 1, *, if_revision: Optional[int] = None) -> int:
        """Takes a variable back by so many revisions, as far as there is history; its new revision."""
        return await self._plan(plans.travel('undo', name, steps, if_revision, self.client))

    async def redo(self, name: str, steps: int = 1, *, if_revision: Optional[int] = None) -> int:
        """Takes so many steps of undo back; the new revision."""
        return await self._plan(plans.travel('redo', name, steps, if_revision, self.client))

    async def history(self, name: str) -> List[Dict[str, Any]]:
        """A variable's revisions, oldest first: revision, provider, time, size, preview, current."""
        return await self._plan(plans.history(name))

    async def recycle_bin(self) -> List[Dict[str, Any]]:
        """The deleted variables, oldest first: index, name, provider, time, size."""
        return await self._plan(plans.recycle_bin())

    async def restore(self, name_or_index: Union[str, int]) -> str:
        """Brings a variable back, the one deleted last under a name or the one at an index; its name."""
        return await self._plan(plans.restore(name_or_index, self.client))

    async def rename(self, name: str, new_name: str, *, if_revision: Optional[int] = None) -> int:
        """Gives a variable another name, its history too; its new revision."""
        return await self._plan(plans.rename(name, new_name, if_revision, self.client))

    async def clear(self) -> List[str]:
        """Moves all variables into the recycle bin; their names. Needs the role `admin`."""
        return await self._plan(plans.clear(self.client))

    async def increment(self, name: str, by: float = 1) -> Any:
        """Adds to a number in one step; the sum. One that is not there counts as 0."""
        return await self._plan(plans.increment(name, by, self.client))

    async def lock(self, name: str, *, lease_ms: int = 10_000) -> AioLock:
        """
        Keeps others from changing a variable until the lease, in milliseconds, or the connection ends.

        Use it in an `async with` statement, or call its `unlock`. Asked for again, the lease is extended. Raises
        LockedError.
        """
        until = await self._plan(plans.lock(name, self.client, lease_ms))
        return AioLock(name, until, self.unlock)

    async def unlock(self, name: str) -> bool:
        """Gives this client's lock back; whether there was one."""
        return await self._plan(plans.unlock(name, self.client))

    async def wait_for(self, name: str, *, since_revision: int = 0, timeout_ms: int = 30_000) -> int:
        """
        Waits until a variable exists and is newer than a revision; its revision.

        Raises RequestTimeoutError.
        """
        revision = await self._plan(plans.wait_for(name, since_revision, timeout_ms), timeout_ms)
        if revision is None:
            raise RequestTimeoutError(f'{name} was not there, or not newer, after {timeout_ms} ms')
        return revision

    async def slice(self, name: str, *ranges: plans.Range) -> Any:
        """
        A part of an array, table, sequence, text or mapping, without the rest.

        :param ranges: one an axis: a `slice`, `[start, stop, step]`, an index, or None for all of it.
        """
        return await self._plan(plans.slice_(name, ranges))

    async def statistics(self, name: str, columns: Optional[Sequence[str]] = None) -> Any:
        """Count, missing, min, max, mean, quantiles and histogram, of a table's columns or of all."""
        return await self._plan(plans.statistics(name, columns))

    async def settings(self) -> Dict[str, Any]:
        """The host's settings that all clients may read."""
        return await self._plan(plans.settings())

    async def call(self, method: str, params: Union[Mapping[str, Any], Sequence[Any], None] = None) -> Dict[str, Any]:
        """Any command by its name, with parameters by name or position, which are JSON; its result."""
        return await self._plan(plans.call(method, params))

    async def call_interface(self, interface: str, method: str, *params: Any) -> Any:
        """Calls a method that a plugin's interface offers to clients; what it gives."""
        return await self._plan(plans.call_interface(interface, method, params))
