"""
Typed JSON to values.

A document without definitions is made from the inside out, while the JSON scanner reads it. One with definitions is
read whole first, because a part may refer to what encloses it (see `_references`).
"""

from __future__ import annotations

import json
from typing import Any, Callable, Dict, List, Sequence, Tuple, Union

from .._errors import HeadframeError
from ._errors import bad_json, not_convertible, too_deep
from ._fields import Buffer, Fields
from ._lone_array import LONGEST, lone_array
from ._references import Resolver, Tagged
from ._registry import CONTAINERS, MAKERS, load_tag

BYTES_DOCUMENT = b'{"$type":"bytes","buffer":0}'
"""The document of a value that is bytes and nothing else."""
_TOO_LONG = 'Exceeds the limit'


def decode(document: Buffer, buffers: Sequence[Buffer] = ()) -> Any:
    """
    The value of a typed JSON document. Arrays are views on the buffers that are given: writable where those are.

    :param document: UTF-8 text.
    :param buffers: the raw data that the document names by number.
    :raises HeadframeError: `BAD_JSON`, `BAD_BASE64`, `NEEDS_BUFFERS`, `TOO_LARGE`.
    :raises NotConvertibleError: for a name that is not on the list of data types, or whose library is missing.
    """
    if len(buffers) == 1:
        if document == BYTES_DOCUMENT:
            return bytes(buffers[0])
        if len(document) <= LONGEST:
            array = lone_array(bytes(document), buffers[0])
            if array is not None:
                return array
    if isinstance(document, memoryview):
        document = bytes(document)
    return _guarded(_decode, document, buffers)


def _guarded(read: Callable[..., Any], *args: Any) -> Any:
    """What reading gives; whatever fails on the way is the document's fault."""
    try:
        return read(*args)
    except HeadframeError:
        raise
    except RecursionError:
        raise too_deep() from None
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        if _TOO_LONG in str(error):
            raise HeadframeError('An integer has more than 4300 digits', 'TOO_LARGE') from None
        raise bad_json(f'The document is not typed JSON: {error}') from error


def _decode(document: Union[bytes, bytearray], buffers: Sequence[Buffer]) -> Any:
    text = document.decode('utf-8')
    escaped = '\\u' in text
    if '$type' not in text and not escaped:
        try:
            value, end = _scan(text, 0)
        except StopIteration:
            end = -1
        return value if end == len(text) else _PLAIN.decode(text)  # white space around it, or an error
    if '"def"' in text or escaped:
        tree = json.JSONDecoder(object_pairs_hook=_tagged_or_dict, parse_constant=_refuse).decode(text)
        return Resolver(buffers, make).run(tree)

    def hook(pairs: List[Tuple[str, Any]]) -> Any:
        found = _tagged_or_dict(pairs)
        return make(Fields(found.tag, found.members, buffers)) if type(found) is Tagged else found

    return json.JSONDecoder(object_pairs_hook=hook, parse_constant=_refuse).decode(text)


def decode_plain(document: bytes) -> Any:
    """The value of a document without tags and escapes of characters; None when it is no JSON, or nests too deep."""
    try:
        return _PLAIN.decode(document.decode('utf-8'))
    except (HeadframeError, RecursionError, ValueError):
        return None


def decode_tree(tree: Any) -> Any:
    """The value of typed JSON that was read as plain JSON already, without buffers."""
    return _guarded(lambda: Resolver((), make).run(_mark(tree)))


def _mark(tree: Any) -> Any:
    if type(tree) is list:
        return [_mark(item) for item in tree]
    if type(tree) is dict:
        return _tagged_or_dict([(key, _mark(item)) for key, item in tree.items()])
    return tree


def _refuse(name: str) -> Any:
    raise bad_json(f'{name} is not JSON')


_PLAIN = json.JSONDecoder(parse_constant=_refuse)
_scan: Callable[[str, int], Tuple[Any, int]] = _PLAIN.scan_once  # type: ignore[attr-defined]


def _tagged_or_dict(pairs: List[Tuple[str, Any]]) -> Any:
    members: Dict[str, Any] = dict(pairs)
    if '$type' not in members:
        return members
    if pairs[0][0] != '$type':
        raise bad_json('"$type" must be the first member of its object')
    tag = members.pop('$type')
    if type(tag) is not str:
        raise bad_json('"$type" must be a text')
    return Tagged(tag, members)


def make(fields: Fields) -> Any:
    """The value of a tag whose members are values already."""
    tag = fields.tag
    if tag not in MAKERS and tag not in CONTAINERS:
        try:
            load_tag(tag)
        except ImportError as error:
            raise not_convertible(f'A value of "$type" "{tag}", for which {error.name} is not installed,') from None
    container = CONTAINERS.get(tag)
    if container is not None and 'items' in fields.members:
        items = fields.list('items')
        value = container.make(fields)
        container.fill(value, items)
        return value
    maker = MAKERS.get(tag)
    if maker is None:
        raise bad_json(f'"$type" "{tag[:40]}" is unknown')
    return maker(fields)
