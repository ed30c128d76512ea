"""
PyMiner's clients of 2021 (`widgets.utilities.network`), which differ from those of 2020 in what they give
back:

for an unknown name `get_var` raises ValueError; `get_settings` gives the whole answer; `delete_var` gives the
name; a set is answered with `{'message': 'succeeded'}`. They have names, which must differ among those that
are told of changes: a second `GeneralClient` of one name is refused.

They unpickle what they read. `PMClient`, the one for Qt, is here too, when PyQt5, PySide2, PySide6 or PyQt6
is.
"""

from __future__ import annotations

import json
import socket
import time
from typing import Any, Callable, Dict, List, Optional, Type, Union

from ._answer import Answer, parsed
from ._long_client import LongClient
from ._packet_reader import TERMINATOR, PacketReader
from ._subscription import Refused
from ._text_client import TextClient

__all__ = ['BaseClient', 'GeneralClient', 'get_style_sheet']

TYPES = ('string', 'array', 'table', 'numeric')


class BaseClient(TextClient):
    """PyMiner's `BaseClient` of 2021: short connections, one a call. See `TextClient` for what is common."""

    _written = 'succeeded'
    _listed = 'succeeded'
    _undumped = ''

    name = 'Anonymous BaseClient'

    def __init__(self, name: str = 'Anonymous BaseClient', port: Optional[int] = None) -> None:
        """`name`: at most 64 characters. `port`: the host's; None leaves it to `HEADFRAME_PORT` and 12306."""
        self.name = name
        self.port = port

    def get_var(self, data_name: str) -> Any:
        """
        The value of a variable; None when it cannot be unpickled here.

        Raises ValueError with the host's message when there is no such variable.
        """
        answer = self._ask('read_p', data_name)
        if answer.get('message') != 'succeeded':
            raise ValueError(answer.get('message'))
        return self.load_data_from_b64(answer[data_name])

    def get_vars(self, var_names: List[str]) -> Any:
        """Some variables by name; the host's answer when it refuses, as for a name that there is not."""
        answer = self._ask('get_vars', list(var_names))
        text = answer.get('var_dic')
        return answer if text is None else self.load_data_from_b64(text)

    def delete_var(self, var_name: Union[str, List[str]], provider: str = 'unknown') -> Union[str, List[str]]:
        """
        Deletes a variable, or each of a list; gives what it was given, or an empty list when it was refused.
        """
        answer = self._ask('delete_variable', var_name, provider)
        deleted: Union[str, List[str]] = answer['var_name'] if answer.get('message') == 'succeeded' else []
        return deleted

    def get_all_var_names_of_type(self, type: str) -> List[str]:
        """The names of the variables of a type: `string`, `array`, `table` or `numeric`."""
        if type not in TYPES:
            raise AssertionError(f'no type: {type!r} (one of {", ".join(TYPES)})')
        answer = self._ask('get_all_var_names_of_type', type)
        return list(self.load_data_from_b64(answer['var_names'])) if answer.get('message') == 'succeeded' else []

    def get_settings(self) -> Dict[str, Any]:
        """The host's answer: `message`, PyMiner's five settings, and the same once more under `settings`."""
        return self._ask('get_settings')

    def set_settings_param(self, param_name: str, param_val: Any) -> Answer:
        """
        Changes a setting, one of PyMiner's or a dotted name such as `socket-server.port`; gives the answer.
        """
        return self._ask('set_settings_param', param_name, param_val)

    def generate_request_template(self) -> Answer:
        """A request without method and parameters."""
        return {'timestamp': time.time(), 'name': self.name, 'contents': '', 'method': ''}

    def send_dict_and_get_request_dict(self, dict_to_send: Dict[str, Any]) -> Answer:
        """
        Sends a request and gives the answer.

        Raises TypeError when it cannot be said in JSON, ValueError when the answer is none.
        """
        return parsed(self.request_data(json.dumps(dict_to_send).encode('ascii')))

    def _begin(self, sock: socket.socket) -> PacketReader:
        preamble = {**self.generate_request_template(), 'method': 'request_data'}
        sock.sendall(json.dumps(preamble).encode('ascii'))
        return _confirmed(sock, ConnectionError)

    def _template(self, method: str, params: List[Any]) -> Answer:
        return {**self.generate_request_template(), 'method': method, 'params': params}


class GeneralClient(LongClient, BaseClient):
    """
    PyMiner's `GeneralClient` of 2021: told of changes in a thread of its own. See `LongClient`.

    When another client has its name, its thread ends with ConnectionError; the other methods still work.
    """

    def __init__(self, name: str = 'Anonymous GeneralClient', port: Optional[int] = None) -> None:
        BaseClient.__init__(self, name, port)
        self._listen()

    def _subscribe(self, sock: socket.socket) -> PacketReader:
        return subscribe(sock, self.name)


def subscribe(sock: socket.socket, name: str, deliver: Optional[Callable[[bytes], None]] = None) -> PacketReader:
    """
    Makes a connection a long one of 2021; `deliver` gets the answer. Raises `Refused` when it is a refusal.
    """
    request = {'method': 'start_long_connection', 'name': name, 'params': [], 'id': 0}
    sock.sendall(json.dumps(request).encode('ascii') + TERMINATOR)
    return _confirmed(sock, Refused, deliver)


def _confirmed(
    sock: socket.socket,
    error: Type[ConnectionError],
    deliver: Optional[Callable[[bytes], None]] = None,
) -> PacketReader:
    reader = PacketReader(sock)
    packet = reader.read()
    if deliver is not None:
        deliver(packet)
    answer = json.loads(packet)
    if answer.get('message') != 'succeeded':
        raise error(answer.get('content'))
    return reader


def get_style_sheet() -> str:
    """The style sheet of the host, which is asked at each call."""
    return BaseClient().get_style_sheet()


def __getattr__(name: str) -> Any:
    if name == 'PMClient':
        from .qt import NamedClient

        return NamedClient
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
