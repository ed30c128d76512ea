"""The metas of the framed dialect's operations: what stands between a frame's head and its payload."""

from __future__ import annotations

from struct import Struct, pack, unpack, unpack_from
from struct import error as StructError
from typing import Any, Iterator, List, NamedTuple, Optional, Sequence, Sized, Tuple

from ._errors import ProtocolError
from ._json import read_json
from ._protocol import (
    ANSWER,
    COMMAND,
    DATA_CHANGED,
    GET,
    GET_MANY,
    JSON_IN_PAYLOAD,
    NOTIFICATION,
    PLACE,
    REVISION,
)

U16 = Struct('<H')
U32 = Struct('<I')
U64 = Struct('<Q')
_SLOT = 8
_NO_BUFFERS = U32.pack(0)
_BUFFERS_AND_LENGTH = Struct('<IQ')
LAYOUT = Struct('<QIIQ')
"""Revision, method, number of buffers, length of the document; a length for each buffer follows."""
ENTRY = Struct('<HHIQ')
"""Of a set many: flags, length of the name, number of buffers, length of the document."""
DELETION = Struct('<HH')


WHOLE = 64 * 1024
"""The payload of a get many of less bytes is one piece: its parts are cut out of it when they are read."""


class Layout(NamedTuple):
    """What a get answers of a value. Lengths in bytes; revision and method are 0 for what does not exist."""

    revision: int
    method: int
    lengths: Tuple[int, ...]


def lengths_meta(buffers: Sequence[Sized]) -> bytes:
    """A u64 for the length of each buffer."""
    return pack(f'<{len(buffers)}Q', *map(len, buffers))


def set_meta(name: bytes, buffers: Sequence[Sized], if_revision: Optional[int]) -> bytes:
    """Of a set: its buffers' lengths and its name."""
    expected = b'' if if_revision is None else U64.pack(if_revision)
    if not buffers:
        return b''.join((expected, _NO_BUFFERS, name))
    if len(buffers) == 1:
        return b''.join((expected, _BUFFERS_AND_LENGTH.pack(1, len(buffers[0])), name))
    return b''.join((expected, U32.pack(len(buffers)), lengths_meta(buffers), name))


def name_meta(name: bytes, revision: Optional[int]) -> bytes:
    """Of a get and a delete."""
    return name if revision is None else U64.pack(revision) + name


def names_meta(names: Sequence[bytes]) -> bytes:
    """Of a get many."""
    parts = [U32.pack(len(names))]
    for name in names:
        parts.append(U16.pack(len(name)))
        parts.append(name)
    return b''.join(parts)


def entry_meta(name: bytes, method: int, document: int, buffers: Sequence[Sized], if_revision: Optional[int]) -> bytes:
    """One entry of a set many: `document` is its document's length."""
    if if_revision is None and not buffers:
        return ENTRY.pack(method, len(name), 0, document) + name
    expected = b'' if if_revision is None else U64.pack(if_revision)
    flags = method if if_revision is None else method | REVISION
    head = ENTRY.pack(flags, len(name), len(buffers), document)
    return b''.join((head, expected, lengths_meta(buffers), name))


def deletion_meta(name: bytes, if_revision: Optional[int]) -> bytes:
    """One entry of a delete many."""
    if if_revision is None:
        return DELETION.pack(0, len(name)) + name
    return DELETION.pack(REVISION, len(name)) + U64.pack(if_revision) + name


def read_layouts(meta: Any) -> List[Layout]:
    """The layouts that the answer of a get or a get many consists of."""
    layouts: List[Layout] = []
    at, end = 0, len(meta)
    try:
        while at < end:
            revision, method, buffers, document = LAYOUT.unpack_from(meta, at)
            at += LAYOUT.size
            lengths = (document,)
            if buffers:
                if 8 * buffers > end - at:
                    break
                lengths += unpack_from(f'<{buffers}Q', meta, at)
                at += 8 * buffers
            layouts.append(Layout(revision, method, lengths))
    except StructError:
        pass  # said below
    if at != end:
        raise ProtocolError('The layout of an answer is malformed')
    return layouts


def read_revisions(meta: bytes) -> Tuple[int, ...]:
    """A u64 for each revision."""
    if len(meta) % 8:
        raise ProtocolError('The revisions of an answer are malformed')
    return unpack(f'<{len(meta) // 8}Q', meta)


def piece_lengths(kind: int, operation: int, flags: int, meta: bytes, payload: int) -> List[int]:
    """The lengths of the pieces that a frame's payload consists of: documents, buffers, JSON."""
    if operation == GET and len(meta) == LAYOUT.size and meta[12:] == _BUFFERS_AND_LENGTH.pack(0, payload):
        return [payload]  # a document and nothing else, as most answers are
    try:
        lengths = list(_piece_lengths(kind, operation, flags, meta, payload))
    except (AttributeError, LookupError, TypeError):
        lengths = [-1]
    if not all(type(length) is int and length >= 0 for length in lengths) or sum(lengths) != payload:
        raise ProtocolError('The parts of a payload are not as long as the payload')
    return lengths


def _piece_lengths(kind: int, operation: int, flags: int, meta: bytes, payload: int) -> Iterator[int]:
    if kind == NOTIFICATION and operation == DATA_CHANGED:
        yield from read_json(meta)['value']['lengths']
    elif kind == ANSWER and operation == GET_MANY and payload < WHOLE:
        yield payload
    elif kind == ANSWER and operation in (GET, GET_MANY):
        # Of a value that comes in the payload, the meta of places ends with its slot and no id.
        for layout in read_layouts(meta[:-_SLOT] if flags & PLACE else meta):
            yield from layout.lengths
    elif kind == ANSWER and operation == COMMAND:
        described = read_json(meta)
        if flags & JSON_IN_PAYLOAD:
            yield described['length']
        for attachment in described.get('attachments', ()):
            yield from attachment['lengths']
    else:
        yield payload
