"""
Many values in one frame.

Values that are all plain JSON without buffers, or all bytes, are read and written together: one by one, Python's calls
would take longer than all the rest.
"""

from __future__ import annotations

from itertools import accumulate
from json.encoder import encode_basestring
from struct import Struct, iter_unpack, unpack
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

from ._errors import ProtocolError
from ._metas import ENTRY, LAYOUT, U32, WHOLE, entry_meta, names_meta, read_layouts
from ._protocol import TYPED_JSON
from ._typed_json import BYTES_DOCUMENT, decode_plain
from ._values import Values

Buffer = Union[bytes, bytearray, memoryview]

_BYTES_LENGTH = 32
_last_entries: Tuple[Tuple[Tuple[str, ...], int, Tuple[int, ...]], bytes] = (((), 0, ()), b'')
_last_names: Tuple[Tuple[str, ...], bytes] = ((), names_meta(()))
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
    return _entries(items, 0, tuple(map(len, documents))), [b''.join(documents)]


def _write_bytes(items: Mapping[str, bytes]) -> Tuple[bytes, List[Buffer]]:
    values = items.values()
    lengths = tuple(map(len, values))
    meta = _entries(items, 1, lengths)
    if sum(lengths) < WHOLE:
        return meta, [BYTES_DOCUMENT + BYTES_DOCUMENT.join(values)] if lengths else []
    return meta, [piece for value in values for piece in (BYTES_DOCUMENT, value)]


def _entries(names: Iterable[str], buffers: int, lengths: Tuple[int, ...]) -> bytes:
    """The entries of documents without buffers, or of bytes; those of the last time are kept, as names come again."""
    global _last_entries
    key = (tuple(names), buffers, lengths)
    if key == _last_entries[0]:
        return _last_entries[1]
    texts = map(str.encode, key[0])
    if buffers:
        document = len(BYTES_DOCUMENT)
        entries = [
            _bytes_entry(TYPED_JSON, len(name), 1, document, size) + name for name, size in zip(texts, lengths)
        ]
    else:
        entries = [_entry(TYPED_JSON, len(name), 0, size) + name for name, size in zip(texts, lengths)]
    meta = b''.join(entries)
    if len(meta) < WHOLE:
        _last_entries = (key, meta)
    return meta


def names_meta_of(names: Sequence[str]) -> bytes:
    """The meta of a get many; that of the last time is kept, as the same names are often asked for again."""
    global _last_names
    key = tuple(names)
    if key == _last_names[0]:
        return _last_names[1]
    meta = names_meta([name.encode() for name in key])
    if len(meta) < WHOLE:
        _last_names = (key, meta)
    return meta


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
    count = len(names)
    if len(meta) != LAYOUT.size * count or b'$type' in payload or b'\\u' in payload:
        return None
    numbers = unpack(f'<{3 * count}Q', meta)
    if numbers[1::3].count(TYPED_JSON) != count:
        return None
    found = decode_plain(b'[%b]' % b','.join(_cut(payload, numbers[2::3])))
    return dict(zip(names, found)) if found is not None and len(found) == count else None


def _cut(payload: Any, lengths: Tuple[int, ...]) -> List[Any]:
    first = lengths[0] if lengths else 0
    if first and len(payload) == first * len(lengths) and lengths.count(first) == len(lengths):
        return [piece for (piece,) in iter_unpack(f'{first}s', payload)]
    return [payload[end - length : end] for end, length in zip(accumulate(lengths), lengths)]


def _read_bytes(names: Sequence[str], meta: Any, payload: Any) -> Optional[Dict[str, Any]]:
    """Values that are bytes, which are a buffer each; None where there is another."""
    count = len(names)
    if not count or len(meta) != _BYTES_LENGTH * count or meta[8:24] != _BYTES_HEAD:
        return None
    size = len(BYTES_DOCUMENT)
    numbers = unpack(f'<{4 * count}Q', meta)
    lengths = numbers[3::4]
    if numbers[1::4].count(_BYTES) != count or numbers[2::4].count(size) != count:
        return None
    first = lengths[0]
    if len(payload) == (size + first) * count and lengths.count(first) == count:
        documents, values = zip(*iter_unpack(f'{size}s{first}s', payload))
        return dict(zip(names, values)) if documents.count(BYTES_DOCUMENT) == count else None
    found: Dict[str, Any] = {}
    at = 0
    payload = bytes(payload)
    for name, length in zip(names, lengths):
        start = at + size
        if payload[at:start] != BYTES_DOCUMENT:
            return None
        at = start + length
        found[name] = payload[start:at]
    return found


_BYTES = TYPED_JSON | 1 << 32
"""The method and one buffer, as one number."""
_BYTES_HEAD = LAYOUT.pack(0, TYPED_JSON, 1, len(BYTES_DOCUMENT))[8:]
