"""The errors of reading and writing typed JSON, by the codes of docs/reference/typed-json.md."""

from __future__ import annotations

from .._errors import HeadframeError, NotConvertibleError


def bad_json(what: str) -> HeadframeError:
    """The text is no JSON, or a tagged value is malformed."""
    return HeadframeError(what, 'BAD_JSON')


def not_convertible(what: str) -> NotConvertibleError:
    """A value is no data, or a name is not on the list of data types."""
    return NotConvertibleError(f'{what} has no form in typed JSON; use allow_pickle=True to store it as a pickle')


def too_deep() -> HeadframeError:
    """Nested deeper than Python's recursion limit allows."""
    return HeadframeError('The value nests too deep', 'TOO_LARGE')
