"""What listeners are told of a variable."""

from __future__ import annotations

from typing import Any, Dict, List, NamedTuple, Optional


class Change(NamedTuple):
    """One change of one variable."""

    name: str
    revision: int
    """The variable's revision; of a deletion, that of the deletion."""
    change: str
    """`created`, `changed`, `restored`, `renamed`, `metadata` or `deleted`."""
    deleted: bool
    """Whether the variable does not exist any more under this name."""
    provider: Optional[str]
    """The name of who did it; None where that is not known, after a resynchronisation."""
    own: bool
    """Whether this client did it."""
    metadata: Dict[str, Any]
    """What is known of the variable; empty when it was deleted."""
    renamed_from: Optional[str]
    """The name that the variable had before."""
    parts: Optional[List[Any]]
    """The value's document and buffers, when the subscription asked for values of this size."""

    @property
    def kind(self) -> Optional[str]:
        """The kind of the value: `numeric`, `string`, `array`, `table`, …; None when it was deleted."""
        return self.metadata.get('kind')
