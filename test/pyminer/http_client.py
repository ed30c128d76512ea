"""A client as those of PyMiner's last release behave on the wire: one bare GET a connection, no header, its first read lost.

Values travel as pickles in a pickled dict in base64 in JSON in base64.
"""

import base64
import importlib.abc
import importlib.machinery
import json
import pickle
import socket
import sys
from multiprocessing import shared_memory

import cloudpickle

LIVENESS_S = 60
FIRST_READ = 1024
READ = 65536


class DataDesc:
    """Where PyMiner has it, in `lib.comm.base.datadesc`, it describes a value."""

    def __init__(self, value):
        self.cls = type(value)
        self.type = type(value).__name__
        self.size = len(value) if hasattr(value, '__len__') else 1
        self.repr_value = repr(value)
        self.big = False


class _OldModules(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """PyMiner's packages, as far as pickles name them."""

    NAMES = ('lib', 'lib.comm', 'lib.comm.base', 'lib.comm.base.datadesc')

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name in self.NAMES else None

    def exec_module(self, module):
        if module.__name__ == 'lib.comm.base.datadesc':
            module.DataDesc = DataDesc


sys.meta_path.append(_OldModules())
DataDesc.__module__ = 'lib.comm.base.datadesc'


def ask_raw(port, request, pieces=None):
    """All that comes in answer to these bytes but for the first read, which PyMiner's clients throw away.

    `pieces`: how many bytes are handed to the system at a time; all at once unless given.
    """
    with socket.create_connection(('127.0.0.1', port), timeout=LIVENESS_S) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for start in range(0, len(request), pieces or len(request)):
            connection.sendall(request[start : start + (pieces or len(request))])
        connection.recv(FIRST_READ)
        received = []
        while True:
            data = connection.recv(READ)
            if not data:
                return b''.join(received)
            received.append(data)


def ask(port, path, message=b'', parameters='', pieces=None):
    """The body of the answer to one GET."""
    request = b'GET ' + path.encode() + b'?msg=' + message + parameters.encode() + b' HTTP/1.1\r\n\r\n'
    # An IndexError here is what PyMiner's clients end with when the head lies in the first read.
    return ask_raw(port, request, pieces).split(b'\r\n\r\n', 1)[1]


def wrap(values, protocol=4):
    """A message of values by name."""
    pickles = {name: cloudpickle.dumps(value, protocol=protocol) for name, value in values.items()}
    content = base64.b64encode(pickle.dumps(pickles, protocol=protocol)).decode('ascii')
    return base64.b64encode(json.dumps({'content': content, 'status': 'succeeded'}).encode())


def unwrap(body):
    """The values of a message, by name."""
    message = json.loads(base64.b64decode(body, validate=True))
    if message['status'] != 'succeeded':
        raise ValueError(message)
    pickles = pickle.loads(base64.b64decode(message['content'], validate=True))
    return {name: pickle.loads(data) for name, data in pickles.items()}


class HttpClient:
    """The functions of `lib.comm`, by what they put on the wire."""

    def __init__(self, options):
        self.host_port = options['address'][1]
        self.variable_port = options['variables'][1]
        self.version = json.loads(ask(self.host_port, 'get_python_version_info'))
        highest = 3 if self.version < [3, 4] else 4 if self.version < [3, 8] else 5
        self.protocol = min(pickle.HIGHEST_PROTOCOL, highest)
        self.shares_memory = self.version >= [3, 8]

    def get_data(self, names, preview=False, pieces=None):
        message = wrap({'var_names': names, 'preview': preview}, self.protocol)
        return unwrap(ask(self.variable_port, '/get_data', message, f'&protocol={self.protocol}', pieces))

    def set_data(self, values, pieces=None):
        message = wrap(values, self.protocol)
        return ask(self.variable_port, '/set_data', message, f'&protocol={self.protocol}', pieces).decode()

    def names(self, type_filter=''):
        message = wrap({'type_filter': type_filter}, self.protocol)
        return unwrap(ask(self.variable_port, '/get_var_names', message, f'&protocol={self.protocol}'))['var_names']

    def delete(self, names):
        return ask(self.variable_port, '/delete_variables', wrap({'var_names': names})).decode()

    def descriptions(self):
        return unwrap(ask(self.variable_port, '/get_data_descs'))['data_descs']

    def get_shared(self, names):
        """Tries shared memory first, as on Python 3.8 and later; `fell back` when that does not work."""
        block = ask(self.variable_port, '/start_share_variables', wrap({'var_names': names})).decode()
        try:
            memory = shared_memory.SharedMemory(name=block)
        except OSError:
            return 'fell back', self.get_data(names)
        memory.close()
        return 'shared', {}

    def settings(self):
        return json.loads(ask(self.host_port, 'get_settings'))

    def modify_settings(self, values):
        return ask(self.host_port, 'modify_settings', wrap(values)).decode()

    def style_sheet(self):
        return ask(self.host_port, 'get_stylesheet').decode()

    def tell_variables(self, values):
        """What PyMiner's shell sends its main program after a command."""
        return json.loads(ask(self.host_port, 'set_data', wrap(values)))

    def call(self, interface, method, kwargs, request_ret=True):
        message = wrap({'interface': interface, 'method': method, 'kwargs': kwargs})
        body = ask(self.host_port, 'interface_call', message, f'&request_ret={request_ret}')
        try:
            return unwrap(body)['response']
        except ValueError:
            return body.decode()
