"""What the clients of 2020 and 2021 have in common: short connections, one request each."""

from __future__ import annotations

import json
import socket
import traceback
import warnings
from typing import Any, Dict, List, Optional

from ._answer import Answer, parsed, reasons_text
from ._packet_reader import TERMINATOR, PacketReader
from ._pickled import pickled, unpickled
from ._port import HOST, port_of

__all__ = ['TextClient']

METHODS = ('pickle', 'json')


class TextClient:
    """
    The methods of PyMiner's `BaseClient` that are the same in both generations.

    Every call opens a connection of its own, so an object may be used by several threads, and outlives a
    restart of the host. Values are unpickled when they are read.

    Every method raises `ConnectionRefusedError` when no host listens, `ConnectionError` when it goes away in
    between, and `socket.timeout` when it says nothing for `timeout` seconds.
    """

    port: Optional[int] = None
    """The port that was given; None leaves it to `HEADFRAME_PORT` and PyMiner's default."""

    timeout: float = 60
    """Seconds that one read or write may wait."""

    _written = ''
    _listed = ''
    _undumped: Optional[str] = None

    def init_socket(self, port: Optional[int] = None) -> socket.socket:
        """
        A connection to the host, on which nothing has been said. `port`: that of the client, unless given.
        """
        sock = socket.create_connection((HOST, port_of(self.port if port is None else port)), self.timeout)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock

    def request_data(self, byte_data: bytes) -> bytes:
        """Sends one request, JSON text without a terminator; gives the answer's text without one."""
        with self.init_socket() as sock:
            reader = self._begin(sock)
            sock.sendall(byte_data + TERMINATOR)
            return reader.read()

    def get_all_var_names(self) -> List[str]:
        """The names of all variables, the built-in types' included, in the order of creation."""
        return self._names('get_all_variable_names')

    def get_all_public_var_names(self) -> List[str]:
        """The names of all variables without the built-in types, in the order of creation."""
        return self._names('get_all_public_variable_names')

    def get_all_vars(self) -> Any:
        """
        All variables by name. A variable that cannot be unpickled here is left out, and a warning names it.

        When the host refuses: its answer.
        """
        answer = self._ask('get_var_dic')
        text = answer.get('var_dic')
        if text is None:
            return answer
        if answer.get('skipped'):
            warnings.warn(f'not read: {reasons_text(answer["skipped"])}', stacklevel=2)
        return self._load_all(text)

    def set_var(self, data_name: str, data: Any, provider: str = 'server', method: str = 'pickle') -> Answer:
        """
        Writes a variable; gives the host's answer, whose `message` tells whether it went well.

        `provider` is who does it, for those who are told. `method`: `pickle`, as PyMiner did, takes any value
        that cloudpickle takes; `json` sends typed JSON, for which programs in other languages need no pickle:
        data only. A value that cannot be carried is answered with `{'message': 'failed', 'content': why,
        'code': …}`.
        """
        if method not in METHODS:
            raise ValueError(f'no method: {method!r} (one of {", ".join(METHODS)})')
        try:
            request = self._write_request(data_name, data, provider, method)
        except Exception as error:
            return {
                'message': 'failed',
                'content': str(error),
                'code': getattr(error, 'code', 'NOT_CONVERTIBLE'),
            }
        answer = parsed(self.request_data(request))
        return {**answer, 'message': self._written} if answer.get('message') == 'succeeded' else answer

    def set_var_dic(self, var_dic: Dict[str, Any], provider: str = 'server') -> Answer:
        """
        Writes several variables; gives the host's answer.

        Those that cannot be pickled and those that the host refuses are left out, and named in the answer's
        `skipped`, `{name: why}`, and in a warning.
        """
        texts, skipped = {}, {}
        for name, value in var_dic.items():
            try:
                texts[name] = pickled(value)
            except Exception as error:
                skipped[name] = str(error)
        answer = self._ask('write_var_dic', pickled(texts), provider)
        skipped.update(answer.get('skipped', {}))
        if not skipped:
            return answer
        warnings.warn(f'not written: {reasons_text(skipped)}', stacklevel=2)
        return {**answer, 'skipped': skipped}

    def get_style_sheet(self) -> str:
        """The style sheet made from the theme, in Qt's dialect of CSS."""
        return str(self._required('get_style_sheet', 'style_sheet'))

    def dump_data_from_b64(self, data: Any) -> Optional[str]:
        """
        The pickle of a value in base64; for one that cannot be pickled None (2020) or an empty text (2021).
        """
        try:
            return pickled(data)
        except Exception:
            traceback.print_exc()
            return self._undumped

    def load_data_from_b64(self, data_b64: str) -> Any:
        """
        The value of a pickle in base64; None, and the traceback on standard error, when it cannot be read.
        """
        try:
            return unpickled(data_b64)
        except Exception:
            traceback.print_exc()
            return None

    def _begin(self, sock: socket.socket) -> PacketReader:
        """Says that this is a short connection, and awaits the host's confirmation."""
        raise NotImplementedError

    def _template(self, method: str, params: List[Any]) -> Answer:
        """A request as this generation writes it."""
        raise NotImplementedError

    def _ask(self, method: str, *params: Any) -> Answer:
        return parsed(self.request_data(json.dumps(self._template(method, list(params))).encode('ascii')))

    def _names(self, method: str) -> List[str]:
        answer = self._ask(method)
        return list(answer['var_names']) if answer.get('message') == self._listed else []

    def _required(self, method: str, key: str) -> Any:
        answer = self._ask(method)
        if answer.get(key) is None:
            raise AssertionError(f'{method}: the host answered {answer}')
        return answer[key]

    def _write_request(self, name: str, value: Any, provider: str, method: str) -> bytes:
        if method == 'pickle':
            return json.dumps(self._template('write_p', [name, pickled(value), provider])).encode('ascii')
        from ._typed import typed_json

        params = f'[{json.dumps(name)}, {typed_json(value)}, {json.dumps(provider)}, "json"]'
        return json.dumps(self._template('set_var', [])).replace('"params": []', f'"params": {params}', 1).encode()

    def _load_all(self, text: str) -> Dict[str, Any]:
        try:
            return dict(unpickled(text))
        except Exception:
            return self._load_each()

    def _load_each(self) -> Dict[str, Any]:
        values, unread = {}, {}
        for name in self.get_all_public_var_names():
            answer = self._ask('read_p', name)
            try:
                values[name] = unpickled(answer[name])
            except Exception as error:
                unread[name] = str(answer.get('content', error))
        warnings.warn(f'not read: {reasons_text(unread)}', stacklevel=4)
        return values
