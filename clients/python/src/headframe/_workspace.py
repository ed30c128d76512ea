"""The workspace, for programs with threads."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Dict, Iterable, Mapping, Optional, Type, TypeVar

from . import _plans as plans
from . import _requests as requests
from ._batch import Batch
from ._change import Change
from ._channel import Channel
from ._commands import Commands
from ._connection import Connection
from ._dict_like import DictLike
from ._errors import NotFoundError
from ._listening import Listening
from ._places import ATTEMPTS, Places
from ._places_errors import PlaceGone, PlaceUnusable
from ._protocol import MAX_BATCH, METHODS, PLACE
from ._session import SessionOptions
from ._values import Values
from ._versions import ALIVE
from ._view import Subscription

T = TypeVar('T')
_RAISE: Any = object()


class Workspace(Listening, Commands, DictLike):
    """
    The variables of a host. Made by `connect`; usable from all threads.

    It reads like a dict: `ws['x'] = value`, `ws['x']`, `del ws['x']`, `'x' in ws`, `len(ws)`, `for name in ws`.
    """

    def __init__(
        self, session: SessionOptions, subscription: Subscription, values: Values, places: Places, reconnect: bool
    ):
        self.client = session.client
        """The name that others see beside what this client wrote."""
        channel = Channel(session, reconnect, places)
        super().__init__(session, subscription, channel)
        self._values = values
        self._places = places
        self._cached = places.cache.look
        self._exchange = channel.exchange

    @property
    def greeting(self) -> Dict[str, Any]:
        """What the host said of itself: server, version, session, role, workspace, revision, limits, …"""
        return self._channel.greeting

    def get(self, name: str, default: Any = _RAISE) -> Any:
        """
        A variable's value. Arrays are views on the memory that was received, and belong to the caller; those that are
        mapped from the host's files instead (see `places` of `connect`) are read-only.

        :param default: given for a variable that does not exist; without it, that raises NotFoundError, a KeyError.
        :raises NotConvertibleError: for a pickle that is not data, unless pickles are allowed.
        """
        cached = self._cached(name)
        if cached is not None:
            value, view, numbers, at, revision = cached
            if numbers[at] == revision and numbers[ALIVE] == 1:
                return value if view is None else view()
        try:
            return self._fetch(name)
        except NotFoundError:
            self._places.cache.forget(name)
            if default is _RAISE:
                raise
            return default

    def _fetch(self, name: str) -> Any:
        attempts = 0
        while True:
            request = requests.get(self._values, name, PLACE if attempts < ATTEMPTS else 0)
            try:
                return self._places.read(name, self._exchange(*request))
            except PlaceGone:
                attempts += 1
            except PlaceUnusable:
                attempts = ATTEMPTS

    def get_many(self, names: Iterable[str]) -> Dict[str, Any]:
        """The values of several variables by name, in one round trip; what does not exist is left out."""
        wanted = list(names)
        found: Dict[str, Any] = {}
        for first in range(0, len(wanted), MAX_BATCH):
            part = wanted[first : first + MAX_BATCH]
            answer = self._exchange(*requests.get_many(self._values, part))
            found.update(requests.read_values(self._values, part, answer))
        return found

    def set(
        self,
        name: str,
        value: Any,
        *,
        if_revision: Optional[int] = None,
        info: Optional[Mapping[str, Any]] = None,
        level: Optional[str] = None,
        method: Optional[str] = None,
    ) -> int:
        """
        Writes a variable; its revision.

        :param if_revision: the revision that it must have, 0 when it must not exist. Else ConflictError.
        :param info: free keys that are set along with it.
        :param level: how durable the write is to be: `volatile`, `written` or `synced`. The workspace's own when None.
        :param method: `auto` or None, `json`, or `pickle`.
        :raises NotConvertibleError: for what is not data, unless pickles are allowed.
        """
        if info is not None:
            options = {'provider': self.client, 'if_revision': if_revision, 'info': dict(info), 'level': level}
            return self._plan(plans.set_with_info(self._values, name, value, options, method))
        parts = self._values.dump(value, method)
        file = self._places.write(parts, if_revision, level)
        if file is not None:
            try:
                return requests.read_revision(self._exchange(*file.request(name)))
            except BaseException as error:
                if not file.refused(error):
                    raise
        return requests.read_revision(self._exchange(*requests.set_parts(name, parts, if_revision, level)))

    def set_many(
        self,
        items: Mapping[str, Any],
        *,
        if_revision: Optional[Mapping[str, int]] = None,
        level: Optional[str] = None,
        method: Optional[str] = None,
    ) -> Dict[str, int]:
        """Writes several variables, all or none, in one round trip; their revisions by name. At most 8192."""
        request = requests.set_many(self._values, items, if_revision or {}, level, method)
        return requests.read_named_revisions(items, self._exchange(*request))

    def delete(self, name: str, *, if_revision: Optional[int] = None) -> int:
        """Moves a variable into the recycle bin; the revision of that. Raises NotFoundError, ConflictError."""
        return requests.read_revision(self._exchange(*requests.delete(name, if_revision)))

    def batch(self) -> Batch:
        """Several requests that are sent together: `with ws.batch() as batch: batch.set('x', 1).get('y')`."""
        return Batch(self._channel, self._values)

    def value_of(self, change: Change) -> Any:
        """The value that a change tells of: the one that came along, or else the variable's present one."""
        if change.parts is None:
            return self.get(change.name)
        method = METHODS.get(change.metadata.get('method', 'json'), 0)
        return self._values.load(method, change.parts[0], change.parts[1:])

    def _plan(self, plan: plans.Plan[T]) -> T:
        return plan.read(requests.read_result(self._exchange(*plan.request)))

    def _plan_apart(self, plan: plans.Plan[T], timeout_ms: int) -> T:
        timeout = self._session.timeout
        longer = self._session._replace(timeout=None if timeout is None else timeout + timeout_ms / 1000)
        connection = Connection.begin(longer)
        try:
            return plan.read(requests.read_result(connection.exchange(*plan.request[:4])))
        finally:
            connection.close()

    def __repr__(self) -> str:
        greeting = self.greeting
        return f'<headframe.Workspace {greeting.get("workspace")} as {self.client!r}>'

    def close(self) -> None:
        """Ends all connections and threads. May be called again."""
        self._stop_listening()
        self._channel.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()
