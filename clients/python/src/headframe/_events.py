"""Who listens to what."""

from __future__ import annotations

import logging
from typing import Any, Callable, Dict, List

NAMES = ('data_changed', 'data_deleted', 'settings_changed', 'connected', 'disconnected', 'resynced')

_log = logging.getLogger('headframe')


class Events:
    """Listeners by event. One that fails is logged, and the others are told all the same."""

    def __init__(self) -> None:
        self._listeners: Dict[str, List[Callable[..., Any]]] = {name: [] for name in NAMES}

    def add(self, event: str, listener: Callable[..., Any]) -> Callable[[], None]:
        """Adds a listener; the function that is given takes it away. Raises ValueError for an unknown event."""
        listeners = self._listeners.get(event)
        if listeners is None:
            raise ValueError(f'There is no event {event!r}; there are {", ".join(NAMES)}')
        listeners.append(listener)
        return lambda: listeners.remove(listener) if listener in listeners else None

    def emit(self, event: str, *args: Any) -> List[Any]:
        """Tells an event; what its listeners gave."""
        results: List[Any] = []
        for listener in list(self._listeners[event]):
            try:
                results.append(listener(*args))
            except Exception:
                _log.exception('A listener of %s failed', event)
        return results
