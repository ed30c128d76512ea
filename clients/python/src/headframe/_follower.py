"""What a session that is told of changes does with what comes: the same for threads and for asyncio."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Mapping, Optional

from ._change import Change
from ._events import Events
from ._frame import Frame
from ._json import read_json
from ._protocol import DATA_CHANGED, DATA_DELETED, SETTINGS_CHANGED
from ._view import Subscription, View


class Follower:
    """Tells `events` of changes, over one connection after the other."""

    def __init__(self, subscription: Subscription, events: Events, own: Callable[[Optional[str]], bool]):
        self.view = View(subscription)
        self._subscription = subscription
        self._events = events
        self._own = own
        self._held: Optional[List[Frame]] = []

    @property
    def begun(self) -> bool:
        """Whether changes are told, and not held."""
        return self._held is None

    def hello(self) -> Dict[str, Any]:
        """What the hello of the next connection says of changes. What comes from now on is held until `begin`."""
        self._held = []
        since = self.view.since
        said: Dict[str, Any] = {'subscribe': self._subscription.as_params()}
        return said if since is None else {**said, 'since': since}

    def begin(self, greeting: Mapping[str, Any], metadata: Optional[Mapping[str, Dict[str, Any]]]) -> None:
        """Tells what was missed, and then what was held; `metadata` is that of all variables when it had to be read."""
        resync = metadata is not None and self.view.since is not None
        changes = [] if metadata is None else self.view.read(greeting, metadata)
        self._events.emit('connected')
        for change in changes:
            self._tell(change)
        if resync:
            self._events.emit('resynced')
        held, self._held = self._held or [], None
        for frame in held:
            self.notified(frame)

    def notified(self, frame: Frame) -> None:
        """Takes a notification."""
        if self._held is not None:
            self._held.append(frame)
        elif frame.operation in (DATA_CHANGED, DATA_DELETED):
            change = self.view.notified(frame, self._own)
            if change is not None:
                self._tell(change)
        elif frame.operation == SETTINGS_CHANGED:
            self._events.emit('settings_changed', read_json(frame.meta).get('keys', []))

    def _tell(self, change: Change) -> None:
        self._events.emit('data_deleted' if change.deleted else 'data_changed', change)
