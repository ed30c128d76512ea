"""What is asked of the host, and what its answers say: the same for threads and for asyncio."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Union

from ._errors import HeadframeError, ProtocolError, error_of
from ._json import read_json, write_json
from ._metas import (
    LAYOUT,
    U32,
    U64,
    deletion_meta,
    entry_meta,
    name_meta,
    names_meta,
    read_layouts,
    read_revisions,
    set_meta,
)
from ._protocol import (
    COMMAND,
    DELETE,
    DELETE_MANY,
    GET,
    GET_MANY,
    JSON_IN_PAYLOAD,
    LEVELS,
    MAX_META,
    REVISION,
    SET,
    SET_MANY,
)
from ._values import Values, with_hint

Buffer = Union[bytes, bytearray, memoryview]


class Request(NamedTuple):
    """One frame to send; `repeatable` when asking twice does no harm."""

    operation: int
    flags: int
    meta: bytes
    pieces: Sequence[Buffer] = ()
    repeatable: bool = False


class Answer(NamedTuple):
    """What came back."""

    flags: int
    meta: bytes
    pieces: List[Any]


_READS = frozenset(
    [
        'get_var',
        'get_metadata',
        'get_all_metadata',
        'get_history',
        'get_recycle_bin',
        'get_all_variable_names',
        'get_all_public_variable_names',
        'get_slice',
        'get_statistics',
        'get_settings',
        'get_types',
        'changes_since',
        'list_methods',
        'read_data',
        'server_info',
    ]
)


def level_flags(level: Optional[str]) -> int:
    """The durability of a write, as flags. Raises ValueError for a level that there is not."""
    try:
        return LEVELS[level]
    except KeyError:
        raise ValueError(f"level must be 'volatile', 'written' or 'synced', not {level!r}") from None


def get(values: Values, name: str) -> Request:
    return Request(GET, values.asked, name.encode(), (), True)


def read_value(values: Values, answer: Answer) -> Any:
    """The value that a get answered with."""
    meta = answer.meta
    if len(meta) < LAYOUT.size:
        raise ProtocolError('The layout of an answer is malformed')
    method = LAYOUT.unpack_from(meta)[1]
    document, *buffers = answer.pieces or (b'',)
    return values.load(method, document, buffers)


def read_revision(answer: Answer) -> int:
    """The revision that a set, a delete or a ping answered with."""
    if len(answer.meta) != U64.size:
        raise ProtocolError('The revision of an answer is malformed')
    revision: int = U64.unpack(answer.meta)[0]
    return revision


def set_(
    values: Values, name: str, value: Any, if_revision: Optional[int], level: Optional[str], method: Optional[str]
) -> Request:
    number, document, buffers = values.dump(value, method)
    flags = number | level_flags(level) | (0 if if_revision is None else REVISION)
    meta = set_meta(name.encode(), list(map(len, buffers)), if_revision)
    return Request(SET, flags, meta, (document, *buffers))


def delete(name: str, if_revision: Optional[int]) -> Request:
    return Request(DELETE, 0 if if_revision is None else REVISION, name_meta(name.encode(), if_revision))


def get_many(values: Values, names: Sequence[str]) -> Request:
    return Request(GET_MANY, values.asked, names_meta([name.encode() for name in names]), (), True)


def read_values(values: Values, names: Sequence[str], answer: Answer) -> Dict[str, Any]:
    """The values that a get many answered with; a name that does not exist is left out."""
    layouts = read_layouts(answer.meta)
    if len(layouts) != len(names):
        raise ProtocolError('An answer has not a layout for each name')
    found: Dict[str, Any] = {}
    pieces = answer.pieces
    load = values.load
    at = 0
    for name, (_, method, lengths) in zip(names, layouts):
        end = at + len(lengths)
        if method:
            found[name] = load(method, pieces[at] if pieces else b'', pieces[at + 1 : end])
        at = end
    return found


def set_many(
    values: Values,
    items: Mapping[str, Any],
    if_revision: Mapping[str, int],
    level: Optional[str],
    method: Optional[str],
) -> Request:
    metas: List[bytes] = [U32.pack(len(items))]
    pieces: List[Buffer] = []
    dump = values.dump
    for name, value in items.items():
        number, document, buffers = dump(value, method)
        pieces.append(document)
        pieces += buffers
        lengths = list(map(len, buffers)) if buffers else ()
        metas.append(entry_meta(name.encode(), number, len(document), lengths, if_revision.get(name)))
    return Request(SET_MANY, level_flags(level), b''.join(metas), pieces)


def delete_many(names: Sequence[str], if_revision: Mapping[str, int]) -> Request:
    metas = [deletion_meta(name.encode(), if_revision.get(name)) for name in names]
    return Request(DELETE_MANY, 0, b''.join((U32.pack(len(metas)), *metas)))


def read_named_revisions(names: Iterable[str], answer: Answer) -> Dict[str, int]:
    """The revisions that a set many or a delete many answered with."""
    return dict(zip(names, read_revisions(answer.meta)))


def command(method: str, params: Any, attached: Optional[Tuple[str, Sequence[Buffer]]] = None) -> Request:
    """
    A command by its name.

    :param params: an object by name, an array by position, or None.
    :param attached: the parameter that is a value, and its document and buffers.
    """
    described: Dict[str, Any] = {'method': method}
    pieces: List[Buffer] = []
    if attached is not None:
        pieces = list(attached[1])
        described['attachments'] = [{'param': attached[0], 'lengths': list(map(len, pieces))}]
    flags = 0
    if params is not None:
        text = write_json(params)
        if len(text) < MAX_META // 2:
            described['params'] = params
        else:
            flags, described['length'] = JSON_IN_PAYLOAD, len(text)
            pieces.insert(0, text)
    return Request(COMMAND, flags, write_json(described), pieces, method in _READS)


class Result(NamedTuple):
    """What a command answered: its result, and the bytes that belong into it, by path."""

    result: Dict[str, Any]
    attached: Dict[Tuple[Any, ...], List[Any]]


def read_result(answer: Answer) -> Result:
    """The result of a command."""
    described = read_json(answer.meta)
    pieces = iter(answer.pieces)
    result = read_json(next(pieces, b'')) if answer.flags & JSON_IN_PAYLOAD else described.get('result')
    if not isinstance(result, dict):
        raise ProtocolError('The result of a command is not an object')
    attached: Dict[Tuple[Any, ...], List[Any]] = {}
    for attachment in described.get('attachments', ()):
        attached[tuple(attachment['path'])] = [next(pieces) for _ in attachment['lengths']]
    return Result(result, attached)


def read_error(meta: bytes) -> HeadframeError:
    """The exception of an error frame."""
    said = read_json(meta)
    return with_hint(error_of(str(said.get('code')), str(said.get('message', '')), said.get('data')))
