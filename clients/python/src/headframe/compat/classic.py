"""
PyMiner's clients of 2020 (`pmgwidgets`), which differ from those of 2021 in what they give back:

for an unknown name `get_var` gives None; `get_settings` gives the settings themselves; `delete_var` gives an
empty list; a set is answered with `{'message': 'success'}`.

They unpickle what they read. `PMClient`, the one for Qt, is here too, when PyQt5, PySide2, PySide6 or PyQt6
is.
"""

from __future__ import annotations

import socket
from typing import Any, Dict, List, Optional, Union

from ._answer import Answer
from ._long_client import LongClient
from ._packet_reader import PacketReader
from ._text_client import TextClient

__all__ = ['BaseClient', 'GeneralClient', 'get_style_sheet']

CONFIRMATION_BYTES = 1024


class BaseClient(TextClient):
    """PyMiner's `BaseClient` of 2020: short connections, one a call. See `TextClient` for what is common."""

    _written = 'success'
    _listed = 'succeed'

    def __init__(self, port: Optional[int] = None) -> None:
        """`port`: the host's; None leaves it to `HEADFRAME_PORT` and PyMiner's 12306."""
        self.port = port

    def get_var(self, data_name: str) -> Any:
        """
        The value of a variable; None when there is no such variable, or when it cannot be unpickled here.
        """
        text = self._ask('read_p', data_name).get(data_name)
        return None if text is None else self.load_data_from_b64(text)

    def delete_var(self, var_name: Union[str, List[str]], provider: str = 'unknown') -> List[str]:
        """Deletes a variable, or each of a list. Always gives an empty list, as it did in 2020."""
        answer = self._ask('delete_variable', var_name, provider)
        return list(answer.get('var_names', [])) if answer.get('message') == self._listed else []

    def get_settings(self) -> Dict[str, Any]:
        """PyMiner's settings: `work_dir`, `main_theme`, `margin_theme`, `locale`, `theme`."""
        return dict(self._required('get_settings', 'settings'))

    def _begin(self, sock: socket.socket) -> PacketReader:
        sock.sendall(b'request_data')
        if not sock.recv(CONFIRMATION_BYTES):
            raise ConnectionError('the server closed the connection instead of confirming it')
        return PacketReader(sock)

    def _template(self, method: str, params: List[Any]) -> Answer:
        return {'method': method, 'params': params, 'jsonrpc': '2.0', 'id': 0}


class GeneralClient(LongClient, BaseClient):
    """PyMiner's `GeneralClient` of 2020: told of changes in a thread of its own. See `LongClient`."""

    def __init__(self, port: Optional[int] = None) -> None:
        BaseClient.__init__(self, port)
        self._listen()

    def _subscribe(self, sock: socket.socket) -> PacketReader:
        return subscribe(sock)


def subscribe(sock: socket.socket) -> PacketReader:
    """Makes a connection a long one of 2020, which the server does not confirm."""
    sock.sendall(b'long_conn')
    return PacketReader(sock)


def get_style_sheet() -> str:
    """The style sheet of the host, which is asked at each call."""
    return BaseClient().get_style_sheet()


def __getattr__(name: str) -> Any:
    if name == 'PMClient':
        from .qt import ClassicClient

        return ClassicClient
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
