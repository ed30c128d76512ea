"""What is asked of the host, and what its answers say: the same for threads and for asyncio."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Union

from ._errors import HeadframeError, ProtocolError, error_of
from ._json import read_json, write_json
from ._many import names_meta_of, read_many, write_many
from ._metas import (
    LAYOUT,
    U32,
    U64,
    deletion_meta,
    name_meta,
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
from ._values import Parts, Values, with_hint

Buffer = Union[bytes, bytearray, memoryview]


# Plain tuples: they are made for every request, and named ones take four times as long.
Request = Tuple[int, int, bytes, Sequence[Buffer], bool]
"""One frame to send: operation, flags, meta, payload, and whether asking twice does no harm."""

Answer = Tuple[int, Any, List[Any]]
"""What came back: flags, meta, the payload's parts."""


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


def get(values: Values, name: str, flags: int = 0) -> Request:
    return GET, values.asked | flags, name.encode(), (), True


def read_value(values: Values, answer: Answer) -> Any:
    """The value that a get answered with."""
    _, meta, pieces = answer
    if len(meta) < LAYOUT.size:
        raise ProtocolError('The layout of an answer is malformed')
    method = LAYOUT.unpack_from(meta)[1]
    return values.load(method, pieces[0] if pieces else b'', pieces[1:])


def read_revision(answer: Answer) -> int:
    """The revision that a set, a delete or a ping answered with."""
    meta = answer[1]
    if len(meta) != 8:
        raise ProtocolError('The revision of an answer is malformed')
    revision: int = U64.unpack(meta)[0]
    return revision


def set_(
    values: Values, name: str, value: Any, if_revision: Optional[int], level: Optional[str], method: Optional[str]
) -> Request:
    return set_parts(name, values.dump(value, method), if_revision, level)


def set_parts(name: str, parts: Parts, if_revision: Optional[int], level: Optional[str]) -> Request:
    number, document, buffers = parts
    if level is not None:
        number |= level_flags(level)
    if if_revision is not None:
        number |= REVISION
    return SET, number, set_meta(name.encode(), buffers, if_revision), (document, *buffers), False


def delete(name: str, if_revision: Optional[int]) -> Request:
    return DELETE, 0 if if_revision is None else REVISION, name_meta(name.encode(), if_revision), (), False


def get_many(values: Values, names: Sequence[str]) -> Request:
    return GET_MANY, values.asked, names_meta_of(names), (), True


def read_values(values: Values, names: Sequence[str], answer: Answer) -> Dict[str, Any]:
    """The values that a get many answered with; a name that does not exist is left out."""
    _, meta, pieces = answer
    return read_many(values, names, meta, pieces)


def set_many(
    values: Values,
    items: Mapping[str, Any],
    if_revision: Mapping[str, int],
    level: Optional[str],
    method: Optional[str],
) -> Request:
    meta, pieces = write_many(values, items, if_revision, method)
    return SET_MANY, level_flags(level), meta, pieces, False


def delete_many(names: Sequence[str], if_revision: Mapping[str, int]) -> Request:
    metas = [deletion_meta(name.encode(), if_revision.get(name)) for name in names]
    return DELETE_MANY, 0, b''.join((U32.pack(len(metas)), *metas)), (), False


def read_named_revisions(names: Iterable[str], answer: Answer) -> Dict[str, int]:
    """The revisions that a set many or a delete many answered with."""
    return dict(zip(names, read_revisions(answer[1])))


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
    return COMMAND, flags, write_json(described), pieces, method in _READS


class Result(NamedTuple):
    """What a command answered: its result, and the bytes that belong into it, by path."""

    result: Dict[str, Any]
    attached: Dict[Tuple[Any, ...], List[Any]]


def read_result(answer: Answer) -> Result:
    """The result of a command."""
    flags, meta, parts = answer
    described = read_json(meta)
    pieces = iter(parts)
    result = read_json(next(pieces, b'')) if flags & JSON_IN_PAYLOAD else described.get('result')
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
