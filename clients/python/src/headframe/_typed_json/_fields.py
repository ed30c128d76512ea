"""The members of one tagged value, read with their types checked."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from typing import Any, Dict, List, Sequence, Union

from .._errors import HeadframeError
from ._errors import bad_json

Buffer = Union[bytes, bytearray, memoryview]

_BASE64 = re.compile(r'[A-Za-z0-9+/]*={0,2}')


class Fields:
    """A tagged value: its tag, its members, and the buffers of its document."""

    __slots__ = ('tag', 'members', 'buffers')

    def __init__(self, tag: str, members: Dict[str, Any], buffers: Sequence[Buffer]):
        self.tag = tag
        self.members = members
        self.buffers = buffers

    def get(self, name: str) -> Any:
        """A member that must be there."""
        try:
            return self.members[name]
        except KeyError:
            raise self.wrong(f'{name} is missing') from None

    def optional(self, name: str, default: Any = None) -> Any:
        """A member that may be missing."""
        return self.members.get(name, default)

    def text(self, name: str) -> str:
        value = self.get(name)
        if type(value) is not str:
            raise self.wrong(f'{name} must be a text')
        return value

    def integer(self, name: str) -> int:
        value = self.get(name)
        if type(value) is not int:
            raise self.wrong(f'{name} must be an integer')
        return value

    def boolean(self, name: str) -> bool:
        value = self.get(name)
        if type(value) is not bool:
            raise self.wrong(f'{name} must be true or false')
        return value

    def list(self, name: str) -> List[Any]:
        value = self.get(name)
        if type(value) is not list:
            raise self.wrong(f'{name} must be a list')
        return value

    def one_of(self, name: str, allowed: Sequence[str]) -> str:
        """A text that must be one of these."""
        value = self.text(name)
        if value not in allowed:
            raise self.wrong(f'{name} {value[:40]!r} is unknown')
        return value

    def raw(self) -> Buffer:
        """The raw data: the buffer that is named, or a bytearray of what stands in base64."""
        index = self.members.get('buffer')
        if index is not None:
            if type(index) is not int or not 0 <= index < len(self.buffers):
                raise HeadframeError(f'"{self.tag}" names a buffer that was not given', 'NEEDS_BUFFERS')
            return self.buffers[index]
        data = self.get('data')
        if isinstance(data, bytes):
            return data
        if type(data) is not str:
            raise self.wrong('data must be base64 text')
        return self._base64(data)

    def wrong(self, what: str) -> HeadframeError:
        """The error that the tagged value is malformed."""
        return bad_json(f'In a value of "$type" "{self.tag}": {what}')

    def _base64(self, data: str) -> bytearray:
        try:
            if _BASE64.fullmatch(data):
                return bytearray(b64decode(data))
        except Base64Error:
            pass  # said below
        raise HeadframeError(f'In a value of "$type" "{self.tag}": data is not base64', 'BAD_BASE64')


def pairs_of(items: List[Any]) -> List[List[Any]]:
    """Items that must be `[key, value]`."""
    for item in items:
        if type(item) is not list or len(item) != 2:
            raise bad_json('The items of a dict are [key, value]')
    return items
