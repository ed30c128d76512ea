"""Small raw-socket clients of PyMiner's two text dialects, for short connections (one request each).

By default they read as PyMiner's own clients read; with ``strict=True`` they cut messages rightly.
"""

import base64
import json
import pickle
import socket
import time

import cloudpickle

from framing import TERMINATOR, ConnectionEnded, StrictReader, receive_2020, receive_2021

READ_BYTES = 65536
PREAMBLE_READ_BYTES = 1024
NAMED_TIMEOUT_S = 5
LIVENESS_S = 30


def connect(address, timeout=LIVENESS_S):
    """A connection to `address` (host, port) whose every operation ends within `timeout` seconds."""
    sock = socket.create_connection(tuple(address), timeout=timeout)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def pickled(value, protocol=None):
    """The pickle of a value in base64, as it stands in a request."""
    return base64.b64encode(cloudpickle.dumps(value, protocol=protocol)).decode('ascii')


def unpickled(text):
    """The value of a pickle in base64."""
    return pickle.loads(base64.b64decode(text, validate=True))


class ShortClient:
    """What PyMiner's BaseClient offers, one connection a call; `request` gives the raw answer."""

    succeeded = ''
    dialect = ''

    def __init__(self, address, strict=False):
        self.address = address
        self.strict = strict

    def request(self, method, *params):
        """The answer's bytes, without the terminator."""
        return self.send(self.packet(method, *params))

    def send(self, packet):
        """Sends a packet that may be anything, over a connection of its own; gives the answer's bytes."""
        with self.open() as sock:
            sock.sendall(packet)
            return StrictReader(sock).read() if self.strict else self.receive(sock)

    def ask(self, method, *params):
        """The answer as a dict."""
        return json.loads(self.request(method, *params))

    def set_text(self, name, text, provider='server'):
        """Writes a pickle given in base64; gives the answer, as the original's `set_var` does."""
        return self.ask('write_p', name, text, provider)

    def set_var(self, name, value, provider='server'):
        return self.set_text(name, pickled(value), provider)

    def get_var(self, name):
        return unpickled(self.get_text(name))

    def set_var_dic(self, values, provider='server'):
        texts = {name: pickled(value) for name, value in values.items()}
        return self.ask('write_var_dic', pickled(texts), provider)

    def get_all_vars(self):
        return unpickled(self.ask('get_var_dic')['var_dic'])

    def get_all_var_names(self):
        return self.names('get_all_variable_names')

    def get_all_public_var_names(self):
        return self.names('get_all_public_variable_names')

    def names(self, method):
        """A name list, as the original reads it: empty unless the message is the expected word."""
        answer = self.ask(method)
        return answer['var_names'] if answer.get('message') == self.succeeded else []


class ClassicShort(ShortClient):
    """The BaseClient of 2020."""

    succeeded = 'succeed'
    dialect = 'classic'

    def open(self):
        """A connection on which the server has confirmed the preamble."""
        sock = connect(self.address)
        sock.sendall(b'request_data')
        if not sock.recv(PREAMBLE_READ_BYTES):
            raise ConnectionEnded('the preamble was refused')
        return sock

    def receive(self, sock):
        return receive_2020(sock, READ_BYTES)

    def packet(self, method, *params):
        request = {'method': method, 'params': list(params), 'jsonrpc': '2.0', 'id': 0}
        return json.dumps(request).encode('ascii') + TERMINATOR

    def get_text(self, name):
        """The pickle in base64. The original takes the name's entry whatever the message says."""
        return self.ask('read_p', name)[name]

    def delete_var(self, name, provider='unknown'):
        """The original waits for a word that never comes, and so always gives an empty list."""
        answer = self.ask('delete_variable', name, provider)
        return answer['var_names'] if answer['message'] == self.succeeded else []


class NamedShort(ShortClient):
    """The BaseClient of 2021, which waits at most 5 s for each read."""

    succeeded = 'succeeded'
    dialect = 'named'

    def open(self):
        """A connection on which the server has confirmed the preamble, in one read."""
        sock = connect(self.address, NAMED_TIMEOUT_S)
        sock.sendall(json.dumps(self._head('request_data')).encode('ascii'))
        answer = sock.recv(PREAMBLE_READ_BYTES)
        if json.loads(answer[: -len(TERMINATOR)])['message'] != self.succeeded:
            raise ConnectionError(answer)
        return sock

    def receive(self, sock):
        return receive_2021(sock, READ_BYTES)

    def packet(self, method, *params):
        request = {**self._head(method), 'params': list(params)}
        return json.dumps(request).encode('ascii') + TERMINATOR

    def get_text(self, name):
        """The pickle in base64; raises ValueError with the server's message when there is none."""
        answer = self.ask('read_p', name)
        if answer['message'] != self.succeeded:
            raise ValueError(answer['message'])
        return answer[name]

    def delete_var(self, name, provider='unknown'):
        answer = self.ask('delete_variable', name, provider)
        return answer['var_name'] if answer['message'] == self.succeeded else []

    def get_vars(self, names):
        return unpickled(self.ask('get_vars', list(names))['var_dic'])

    def get_all_var_names_of_type(self, kind):
        answer = self.ask('get_all_var_names_of_type', kind)
        return unpickled(answer['var_names']) if answer['message'] == self.succeeded else []

    @staticmethod
    def _head(method):
        return {'timestamp': time.time(), 'name': 'Anonymous BaseClient', 'contents': '', 'method': method}


SHORT_CLIENTS = {client.dialect: client for client in (ClassicShort, NamedShort)}
