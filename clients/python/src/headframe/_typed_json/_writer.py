"""Values to typed JSON, in one walk. What is met a second time is made a definition where it was met first."""

from __future__ import annotations

import json
from base64 import b64encode
from json.encoder import encode_basestring as quote
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple, Union

from ._errors import not_convertible, too_deep
from ._numbers import float_text, integer_text
from ._registry import WRITERS, find_writer

Buffer = Union[bytes, bytearray, memoryview]

ATTACH_FROM = 256
"""Raw data of at least so many bytes becomes a buffer; less is base64 in the document."""

_flat = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, separators=(',', ':')).encode
_CONSTANTS = {None: 'null', True: 'true', False: 'false'}
_SCALARS = frozenset((str, int, float, bool, type(None)))
ENOUGH = 8
"""From so many items on, looking whether all are scalars is quicker than writing them one by one."""


def encode(value: Any, attach_from: int = ATTACH_FROM) -> Tuple[bytes, List[Buffer]]:
    """
    The typed JSON document of a value, UTF-8, and its buffers, which are views of the value's own memory where that is
    contiguous.

    :param attach_from: raw data of at least so many bytes becomes a buffer.
    :raises NotConvertibleError: naming the type that has no form in typed JSON.
    :raises HeadframeError: `TOO_LARGE` for a value nested too deep.
    """
    kind = type(value)
    if kind is str:
        return _utf8(quote(value)), []
    if kind is bytes:
        return b'{"$type":"bytes","buffer":0}', [value]
    if kind is int:
        return integer_text(value).encode(), []
    if kind is float:
        return float_text(value).encode(), []
    writer = Writer(attach_from)
    try:
        writer.value(value)
    except RecursionError:
        raise too_deep() from None
    return _utf8(''.join(writer.out)), writer.buffers


def _utf8(text: str) -> bytes:
    try:
        return text.encode('utf-8')
    except UnicodeEncodeError:
        # Lone surrogates, which stand in texts alone; there this is JSON's own escape.
        return text.encode('utf-8', 'backslashreplace')


class _Met:
    """Where a value that may be met again stands in the output; it is kept alive, so that its id stays its own."""

    __slots__ = ('value', 'start', 'end', 'number')

    def __init__(self, value: Any, start: int):
        self.value = value
        self.start = start
        self.end = -1
        self.number: Optional[int] = None


class Writer:
    """The text written so far, in pieces, and the buffers that it names."""

    __slots__ = ('out', 'buffers', '_attach_from', '_met', '_numbers')

    def __init__(self, attach_from: int):
        self.out: List[str] = []
        self.buffers: List[Buffer] = []
        self._attach_from = attach_from
        self._met: Dict[int, _Met] = {}
        self._numbers = 0

    def value(self, value: Any) -> None:
        """Writes any value."""
        kind = type(value)
        if kind is str:
            self.out.append(quote(value))
        elif kind is int:
            self.out.append(integer_text(value))
        elif kind is float:
            self.out.append(float_text(value))
        elif kind is bool or value is None:
            self.out.append(_CONSTANTS[value])
        else:
            self._structure(value, kind)

    def _structure(self, value: Any, kind: type) -> None:
        writer = WRITERS.get(kind) or find_writer(value)
        if writer is None:
            raise not_convertible(f'An instance of {kind.__module__}.{kind.__qualname__}')
        if getattr(writer, 'atomic', False) or (kind is tuple and not value):
            writer(self, value)
            return
        met = self._met.get(id(value))
        if met is not None:
            self._refer(met)
            return
        met = self._met[id(value)] = _Met(value, len(self.out))
        writer(self, value)
        if met.number is not None:
            self.out.append('}')
        met.end = len(self.out) - 1

    def _refer(self, met: _Met) -> None:
        out = self.out
        if met.number is None:
            met.number = self._numbers
            self._numbers += 1
            out[met.start] = f'{{"$type":"def","id":{met.number},"value":{out[met.start]}'
            if met.end >= 0:
                out[met.end] += '}'
        out.append(f'{{"$type":"ref","id":{met.number}}}')

    def tagged(self, tag: str, members: Mapping[str, Any], raw: Optional[Buffer] = None) -> None:
        """Writes a tagged value: its members, and its raw data."""
        out = self.out
        out.append(f'{{"$type":"{tag}"')
        for name, member in members.items():
            out.append(f',"{name}":')
            self.value(member)
        if raw is not None:
            out.append(',')
            self.raw(raw)
        out.append('}')

    def raw(self, data: Buffer) -> None:
        """Writes the member that holds raw data: a buffer's number, or base64."""
        if len(data) >= self._attach_from:
            self.out.append(f'"buffer":{len(self.buffers)}')
            self.buffers.append(data)
        else:
            self.out.append(f'"data":"{b64encode(data).decode("ascii")}"')

    def items(self, tag: str, items: Iterable[Any]) -> None:
        """Writes a tagged value that has items alone."""
        self.out.append(f'{{"$type":"{tag}","items":')
        self.sequence(list(items))
        self.out.append('}')

    def sequence(self, items: List[Any]) -> None:
        """Writes a JSON array."""
        out = self.out
        if len(items) >= ENOUGH:
            text = scalars(items, items)
            if text is not None:
                out.append(text)
                return
        out.append('[')
        for i, item in enumerate(items):
            if i:
                out.append(',')
            self.value(item)
        out.append(']')

    def pairs(self, pairs: Iterable[Tuple[Any, Any]]) -> None:
        """Writes a JSON array of `[key, value]`."""
        out = self.out
        out.append('[')
        separator = '['
        for key, item in pairs:
            out.append(separator)
            self.value(key)
            out.append(',')
            self.value(item)
            out.append(']')
            separator = ',['
        out.append(']')


def scalars(container: Any, values: Iterable[Any]) -> Optional[str]:
    """The text of a container whose values are all scalars that JSON has; None when they are not."""
    if not set(map(type, values)) <= _SCALARS:
        return None
    try:
        return _flat(container)
    except ValueError:  # not a number, infinite, or an integer of too many digits
        return None
