"""The metas of the data plane (docs/reference/data-plane.md): where a value lies in a file."""

from __future__ import annotations

import re
from struct import Struct, pack, unpack_from
from struct import error as StructError
from typing import Any, NamedTuple, Optional, Sequence, Tuple

from ._errors import ProtocolError
from ._metas import U32, U64

NO_SLOT = 0xFFFFFFFF
"""Stands for no slot of the version table."""

_PLAIN = Struct('<QIIQII')
"""Revision, method, no buffers, length of the document; slot, no id: what almost every small value has."""
_ONE_BUFFER = Struct('<QIIQQIIQQ32s')
"""Revision, method, one buffer, both lengths; slot, length of the id, both offsets, id: what a large array has."""
_ID_LENGTH = 32
_LAYOUT = Struct('<QIIQ')
_TAIL = Struct('<II')
_ID = re.compile(rb'[0-9a-z]+')


class PlacedAnswer(NamedTuple):
    """What a get with the flag of places answers of a value. Lengths and offsets in bytes."""

    revision: int
    method: int
    lengths: Tuple[int, ...]
    """Of the document, then of each buffer."""
    slot: int
    id: str
    """The file's name; empty when the value stands in the payload."""
    offsets: Tuple[int, ...]


def read_placed(meta: Any) -> PlacedAnswer:
    """The meta of an answer with the flag of places. Raises ProtocolError."""
    if len(meta) == _PLAIN.size:
        revision, method, buffers, document, slot, id_length = _PLAIN.unpack(meta)
        if not buffers and not id_length:
            return PlacedAnswer(revision, method, (document,), slot, '', ())
    if len(meta) == _ONE_BUFFER.size:
        revision, method, buffers, document, buffer, slot, id_length, first, second, name = _ONE_BUFFER.unpack(meta)
        if buffers == 1 and id_length == _ID_LENGTH and name.isalnum() and name.islower():
            return PlacedAnswer(revision, method, (document, buffer), slot, name.decode('ascii'), (first, second))
    try:
        return _read_placed(meta)
    except (StructError, UnicodeDecodeError):
        raise ProtocolError('The place of a value is malformed') from None


def _read_placed(meta: Any) -> PlacedAnswer:
    revision, method, buffers, document = _LAYOUT.unpack_from(meta)
    if 8 * buffers > len(meta):
        raise StructError
    lengths = (document, *unpack_from(f'<{buffers}Q', meta, _LAYOUT.size))
    at = _LAYOUT.size + 8 * buffers
    slot, id_length = _TAIL.unpack_from(meta, at)
    at += _TAIL.size
    offsets: Tuple[int, ...] = ()
    if id_length:
        offsets = unpack_from(f'<{buffers + 1}Q', meta, at)
        at += 8 * (buffers + 1)
    name = bytes(meta[at:])
    if len(name) != id_length or (name and not _ID.fullmatch(name)):
        raise StructError
    return PlacedAnswer(revision, method, lengths, slot, name.decode('ascii'), offsets)


def placed_set_meta(
    name: bytes, lengths: Sequence[int], offsets: Sequence[int], file: str, if_revision: Optional[int]
) -> bytes:
    """Of a set whose value stands in a file: lengths and offsets of the document, then of each buffer."""
    parts = len(lengths)
    expected = b'' if if_revision is None else U64.pack(if_revision)
    places = pack(f'<{2 * parts}Q', *lengths, *offsets)
    return b''.join((expected, U32.pack(parts - 1), places, file.encode('ascii'), name))
