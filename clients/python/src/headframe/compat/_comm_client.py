"""The client that the functions of `lib.comm` and of `pyminer_algorithms` use."""

from __future__ import annotations

import socket
from typing import Any, Dict, Optional, Union

from ._data_desc import NoPreviewError, repr_of
from .named import BaseClient

__all__ = ['CommClient', 'checked']

NAME = 'lib.comm'
UNREACHABLE = 'Cannot connect to workspace. Please confirm that PyMiner has been started!'
PREVIEW_BYTES = 1024 * 1024
PREVIEW_LENGTH = 100_000


class CommClient(BaseClient):
    """A client of 2021 that raises ValueError for what the host refuses, with the host's reason."""

    def __init__(self) -> None:
        super().__init__(NAME)

    def init_socket(self, port: Optional[int] = None) -> socket.socket:
        """As any client's; when nobody listens, the ConnectionRefusedError has PyMiner's words."""
        try:
            return super().init_socket(port)
        except ConnectionRefusedError:
            raise ConnectionRefusedError(UNREACHABLE) from None

    def result(self, method: str, *params: Any) -> Dict[str, Any]:
        """What the host answers to a command."""
        return checked(self._ask(method, *params))

    def find(self, name: str) -> Any:
        """The value of a variable; None when there is none of that name."""
        answer = self._ask('read_p', name)
        if answer.get('code') == 'NOT_FOUND':
            return None
        return self.load_data_from_b64(checked(answer)[name])

    def preview(self, name: str) -> Union[str, NoPreviewError, None]:
        """
        The `repr` of a variable; of one of more than a megabyte, which is not fetched, what the host shows.
        """
        answer = self._ask('get_metadata', name)
        if answer.get('code') == 'NOT_FOUND':
            return None
        metadata = checked(answer)['metadata']
        if metadata['size'] <= PREVIEW_BYTES:
            return repr_of(self.find(name))[:PREVIEW_LENGTH]
        if metadata['kind'] == 'array':
            return NoPreviewError(f'{name} is an array of {metadata["size"]} bytes')
        return str(metadata['preview'])


def checked(answer: Dict[str, Any]) -> Dict[str, Any]:
    """The answer, unless it tells of a failure."""
    if answer.get('message') != 'succeeded':
        raise ValueError(answer.get('content', answer.get('message')))
    return answer
