"""The built-in containers and bytes, written as typed JSON."""

from __future__ import annotations

from json.encoder import encode_basestring
from typing import Any, Callable, Dict

from ._registry import WRITERS
from ._writer import ENOUGH, Buffer, Writer, scalars


def _dict(writer: Writer, value: Dict[Any, Any]) -> None:
    out = writer.out
    if '$type' in value or not all(type(key) is str for key in value):
        out.append('{"$type":"dict","items":')
        writer.pairs(value.items())
        out.append('}')
        return
    if len(value) >= ENOUGH:
        text = scalars(value, value.values())
        if text is not None:
            out.append(text)
            return
    out.append('{')
    separator = ''
    for key, item in value.items():
        out.append(f'{separator}{encode_basestring(key)}:')
        writer.value(item)
        separator = ','
    out.append('}')


def _bytes(tag: str) -> Callable[[Writer, Buffer], None]:
    def write(writer: Writer, value: Buffer) -> None:
        writer.tagged(tag, {}, memoryview(value) if isinstance(value, bytearray) else value)

    return write


WRITERS.update(
    {
        list: Writer.sequence,
        dict: _dict,
        tuple: lambda writer, value: writer.items('tuple', value),
        set: lambda writer, value: writer.items('set', value),
        frozenset: lambda writer, value: writer.items('frozenset', value),
        bytes: _bytes('bytes'),
        bytearray: _bytes('bytearray'),
    }
)
