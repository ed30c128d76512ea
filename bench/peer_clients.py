"""
Small clients of other servers, as bare as can be, so that the servers are compared and not their libraries: each speaks
its server's own protocol over one socket that is read in large pieces.

memcached's is its text protocol (doc/protocol.txt of memcached).
"""

import os
import socket
from multiprocessing.managers import BaseManager

from peer_nats import Nats
from peer_server import Server, Wire


class Memcached:
    """memcached on a Unix socket."""

    name, program, package = 'memcached', 'memcached', 'memcached'

    @classmethod
    def start(cls):
        # As root it wants to be told that it may be; values of 1 MB and a little are allowed.
        options = ['-s', 'FOLDER/socket', '-U', '0', '-m', '256', '-I', '8m', '-u', 'root' if os.getuid() == 0 else 'nobody']
        return Server('memcached', *options, ready=lambda folder: os.path.exists(f'{folder}/socket'))

    def __init__(self, server):
        sock = socket.socket(socket.AF_UNIX)
        sock.connect(f'{server.folder}/socket')
        self.wire = Wire(sock)

    def set(self, key, value):
        self.wire.socket.sendall(b'set %s 0 0 %d\r\n%s\r\n' % (key, len(value), value))
        if self.wire.line() != b'STORED':
            raise RuntimeError('memcached did not store the value')

    def get(self, key):
        self.wire.socket.sendall(b'get %s\r\n' % key)
        value = self.wire.exactly(int(self.wire.line().split()[3]))
        self.wire.exactly(len(b'\r\nEND\r\n'))
        return value

    def close(self):
        self.wire.socket.close()


class Shelf:
    """What a manager's process keeps."""

    def __init__(self):
        self.values = {}

    def set(self, key, value):
        self.values[key] = value

    def get(self, key):
        return self.values[key]


class ShelfManager(BaseManager):
    """multiprocessing's way to share values between processes."""


ShelfManager.register('Shelf', Shelf)


class Manager:
    """A manager of Python's own multiprocessing, over a Unix socket."""

    name, program, package = 'multiprocessing manager', None, None

    class _Running:
        def __init__(self):
            self.manager = ShelfManager()
            self.manager.start()
            self.shelf = self.manager.Shelf()

        def stop(self):
            self.manager.shutdown()

    @classmethod
    def start(cls):
        return cls._Running()

    def __init__(self, server):
        self.set, self.get = server.shelf.set, server.shelf.get

    def close(self):
        pass


PEERS = (Memcached, Nats, Manager)
