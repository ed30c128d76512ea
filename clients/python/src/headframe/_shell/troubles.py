"""Variables that could not be carried, each told once."""

from __future__ import annotations

from typing import Any, Callable, Container, Dict, Tuple

__all__ = ['Troubles']


class Troubles:
    """Remembers which values could not be carried, and why; tells each of them once."""

    def __init__(self, what: str, report: Callable[[str], None]) -> None:
        """`what` failed, in words; `report` is given a line for the user."""
        self._what = what
        self._report = report
        self._known: Dict[str, Tuple[Any, str]] = {}

    @property
    def reasons(self) -> Dict[str, str]:
        """What failed and why, by name."""
        return {name: f'{self._what}: {reason}' for name, (_, reason) in self._known.items()}

    def has(self, name: str, value: Any) -> bool:
        """
        Whether this value of a name failed before. Anything that is equal for the same value stands for it.
        """
        return name in self._known and self._known[name][0] == value

    def add(self, name: str, value: Any, reason: object) -> None:
        """Tells that a value of a name failed, unless that was told."""
        if not self.has(name, value):
            self._report(f'{name}: {self._what}: {reason}')
        self._known[name] = (value, str(reason))

    def forget(self, name: str) -> None:
        """The name is all right again."""
        self._known.pop(name, None)

    def keep(self, names: Container[str]) -> None:
        """Forgets all other names."""
        self._known = {name: known for name, known in self._known.items() if name in names}
