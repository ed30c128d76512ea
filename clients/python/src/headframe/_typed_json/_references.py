"""
Definitions and references of typed JSON.

What can be made empty and filled later is known to its parts from the start. What cannot, as a tuple, is made when its
parts are there; a list that lies in a tuple and refers back to it is therefore filled after the tuple was made.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Callable, Dict, FrozenSet, List, Sequence, Tuple, Union

from ._errors import bad_json
from ._fields import Buffer, Fields
from ._registry import CONTAINERS, load_tag


class Tagged:
    """A tagged value that is not made yet."""

    __slots__ = ('tag', 'members')

    def __init__(self, tag: str, members: Dict[str, Any]):
        self.tag = tag
        self.members = members


_NOT_MADE = object()


class Resolver:
    """Makes the values of one tree of plain JSON and `Tagged`."""

    def __init__(self, buffers: Sequence[Buffer], make: Callable[[Fields], Any]):
        self._buffers = buffers
        self._make = make
        self._defined: Dict[int, Any] = {}
        self._open: List[int] = []
        self._later: List[Callable[[], None]] = []
        self._mentioned: Dict[int, Tuple[Any, FrozenSet[int]]] = {}

    def run(self, tree: Any) -> Any:
        """The value of a whole document."""
        return self._value(tree)

    def _value(self, node: Any, number: Union[int, None] = None) -> Any:
        kind = type(node)
        if kind is list:
            return self._filled(node, number, self._fill_list)
        if kind is dict:
            return self._filled(node, number, self._fill_dict)
        if kind is not Tagged:
            return self._define(number, node)
        if node.tag == 'def':
            return self._definition(node)
        if node.tag == 'ref':
            return self._reference(node)
        return self._tagged(node, number)

    def _define(self, number: Union[int, None], value: Any) -> Any:
        if number is not None:
            self._defined[number] = value
        return value

    def _filled(self, node: Any, number: Union[int, None], fill: Callable[[Any], None]) -> Any:
        self._define(number, node)
        self._now_or_later(node, lambda: fill(node))
        return node

    def _fill_list(self, node: List[Any]) -> None:
        for i, item in enumerate(node):
            node[i] = self._value(item)

    def _fill_dict(self, node: Dict[str, Any]) -> None:
        for key, item in node.items():
            node[key] = self._value(item)

    def _now_or_later(self, node: Any, fill: Callable[[], None]) -> None:
        if self._open and not self._mentions(node).isdisjoint(self._open):
            self._later.append(fill)
        else:
            fill()

    def _tagged(self, node: Tagged, number: Union[int, None]) -> Any:
        tag, members = node.tag, node.members
        load_tag_quietly(tag)
        container = CONTAINERS.get(tag)
        if container is not None and 'items' in members:
            items = members['items']
            if type(items) is not list:
                raise bad_json(f'The items of "$type" "{tag}" must be a list')
            others = {name: self._value(member) for name, member in members.items() if name != 'items'}
            shell = self._define(number, container.make(Fields(tag, {**others, 'items': items}, self._buffers)))

            def fill() -> None:
                self._fill_list(items)
                container.fill(shell, items)

            self._now_or_later(items, fill)
            return shell
        if number is None:
            return self._made(node)
        if tag == 'object' and number in self._mentions(node):
            raise bad_json('In a value of "$type" "object": it contains itself')
        self._defined[number] = _NOT_MADE
        self._open.append(number)
        value = self._define(number, self._made(node))
        self._open.pop()
        if not self._open:
            later, self._later = self._later, []
            for fill_now in later:
                fill_now()
        return value

    def _made(self, node: Tagged) -> Any:
        members = {name: self._member(member) for name, member in node.members.items()}
        return self._make(Fields(node.tag, members, self._buffers))

    def _member(self, member: Any) -> Any:
        """A member; its list belongs to nobody, and cannot be filled later."""
        if type(member) is list:
            self._fill_list(member)
            return member
        return self._value(member)

    def _definition(self, node: Tagged) -> Any:
        if list(node.members) != ['id', 'value']:
            raise bad_json('A definition has an id and then a value')
        number = node.members['id']
        if type(number) is not int or number in self._defined:
            raise bad_json('An id must be a new integer')
        return self._value(node.members['value'], number)

    def _reference(self, node: Tagged) -> Any:
        value = self._defined.get(node.members.get('id', -1), _NOT_MADE)
        if value is _NOT_MADE:
            raise bad_json('In a value of "$type" "ref": no such id was defined before')
        return value

    def _mentions(self, node: Any) -> FrozenSet[int]:
        """The ids that a part refers to which is not resolved yet."""
        if isinstance(node, Tagged):
            if node.tag == 'ref':
                number = node.members.get('id')
                return frozenset((number,)) if type(number) is int else frozenset()
            parts: Any = node.members.values()
        elif type(node) is list:
            parts = node
        elif type(node) is dict:
            parts = node.values()
        else:
            return frozenset()
        known = self._mentioned.get(id(node))
        if known is None:
            known = (node, frozenset().union(*map(self._mentions, parts)))
            self._mentioned[id(node)] = known  # with the node, so that no other gets its id
        return known[1]


def load_tag_quietly(tag: str) -> None:
    """Loads the library of a tag where it is installed; making the value says so where it is not."""
    with suppress(ImportError):
        load_tag(tag)
