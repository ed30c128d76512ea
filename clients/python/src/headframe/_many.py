"""
Many values in one frame.

Values that are all plain JSON without buffers, or all bytes, are read and written together: one by one, Python's calls
would take longer than all the rest.
"""

from __future__ import annotations

from itertools import accumulate
from json.encoder import encode_basestring
from struct import Struct, iter_unpack
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from ._errors import ProtocolError
from ._metas import ENTRY, LAYOUT, U32, entry_meta, read_layouts
from ._protocol import TYPED_JSON
from ._typed_json import BYTES_DOCUMENT, decode_plain
from ._values import Values

Buffer = Union[bytes, bytearray, memoryview]

_BYTES_LAYOUT = '<QIIQQ'
_BYTES_LENGTH = 32
_entry = ENTRY.pack
_bytes_entry = Struct(ENTRY.format + 'Q').pack


def write_many(
    values: Values, items: Mapping[str, Any], if_revision: Mapping[str, int], method: Optional[str]
) -> Tuple[bytes, List[Buffer]]:
    """The meta and the payload of a set many."""
    count = U32.pack(len(items))
    if method is None and not if_revision:
        kinds = set(map(type, items.values()))
        together = _write_texts(items) if kinds == {str} else _write_bytes(items) if kinds == {bytes} else None
        if together is not None:
            return count + together[0], together[1]
    metas: List[bytes] = [count]
    pieces: List[Buffer] = []
    dump = values.dump
    for name, value in items.items():
        number, document, buffers = dump(value, method)
        pieces.append(document)
        pieces += buffers
        metas.append(entry_meta(name.encode(), number, len(document), buffers, if_revision.get(name)))
    return b''.join(metas), pieces


def _write_texts(items: Mapping[str, str]) -> Optional[Tuple[bytes, List[Buffer]]]:
    try:
        documents = [encode_basestring(value).encode() for value in items.values()]
    except UnicodeEncodeError:
        return None  # a lone surrogate
    metas = [
        _entry(TYPED_JSON, len(name), 0, len(document)) + name
        for name, document in zip(map(str.encode, items), documents)
    ]
    return b''.join(metas), [b''.join(documents)]


def _write_bytes(items: Mapping[str, bytes]) -> Tuple[bytes, List[Buffer]]:
    document = len(BYTES_DOCUMENT)
    metas = [
        _bytes_entry(TYPED_JSON, len(name), 1, document, len(value)) + name
        for name, value in zip(map(str.encode, items), items.values())
    ]
    return b''.join(metas), [piece for value in items.values() for piece in (BYTES_DOCUMENT, value)]


def read_many(values: Values, names: Sequence[str], meta: Any, pieces: Sequence[Any]) -> Dict[str, Any]:
    """
    The values that a get many answered with; a name that does not exist is left out.

    :param pieces: the whole payload, or its documents and buffers one by one.
    """
    payload = pieces[0] if len(pieces) == 1 else None
    if payload is not None:
        together = _read_plain(names, meta, payload) or _read_bytes(names, meta, payload)
        if together is not None:
            return together
    layouts = read_layouts(meta)
    if len(layouts) != len(names):
        raise ProtocolError('An answer has not a layout for each name')
    lengths = [length for layout in layouts for length in layout.lengths]
    if payload is not None and len(lengths) != 1:
        pieces = [payload[end - length : end] for length, end in zip(lengths, accumulate(lengths))]
    found: Dict[str, Any] = {}
    at = 0
    for name, (_, method, own) in zip(names, layouts):
        end = at + len(own)
        if method:
            found[name] = values.load(method, pieces[at] if pieces else b'', pieces[at + 1 : end])
        at = end
    return found


def _read_plain(names: Sequence[str], meta: Any, payload: Any) -> Optional[Dict[str, Any]]:
    """Documents without buffers and tags, by one run of the JSON scanner; None where that does not do."""
    if len(meta) != LAYOUT.size * len(names) or b'$type' in payload or b'\\u' in payload:
        return None
    layouts = list(LAYOUT.iter_unpack(meta))
    if any(method != TYPED_JSON or buffers for _, method, buffers, _ in layouts):
        return None
    ends = accumulate(length for *_, length in layouts)
    parts = b','.join([payload[end - length : end] for end, (*_, length) in zip(ends, layouts)])
    found = decode_plain(b'[%b]' % parts)
    return dict(zip(names, found)) if found is not None and len(found) == len(names) else None


def _read_bytes(names: Sequence[str], meta: Any, payload: Any) -> Optional[Dict[str, Any]]:
    """Values that are bytes, which are a buffer each; None where there is another."""
    if len(meta) != _BYTES_LENGTH * len(names) or meta[8:24] != _BYTES_HEAD:
        return None
    size = len(BYTES_DOCUMENT)
    found: Dict[str, Any] = {}
    at = 0
    payload = bytes(payload)
    for name, (_, method, buffers, document, length) in zip(names, iter_unpack(_BYTES_LAYOUT, meta)):
        start = at + size
        if (method, buffers, document) != _BYTES or payload[at:start] != BYTES_DOCUMENT:
            return None
        at = start + length
        found[name] = payload[start:at]
    return found


_BYTES = (TYPED_JSON, 1, len(BYTES_DOCUMENT))
_BYTES_HEAD = LAYOUT.pack(0, *_BYTES)[8:]
