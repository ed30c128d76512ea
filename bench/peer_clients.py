"""
Small clients of other servers, as bare as can be, so that the servers are compared and not their libraries: each speaks
its server's own protocol over one socket that is read in large pieces.

Protocols: memcached's text protocol (doc/protocol.txt of memcached), NATS' client protocol and JetStream's API
(docs.nats.io, "Client Protocol" and "JetStream wire API Reference").
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from multiprocessing.managers import BaseManager

START_SECONDS = 30
READ_BYTES = 1 << 18
NATS_PAYLOAD = 8 << 20


class Server:
    """A server in a process and a folder of its own."""

    def __init__(self, *command, ready):
        self.folder = tempfile.mkdtemp(prefix='headframe-peer-')
        command = [part.replace('FOLDER', self.folder) for part in command]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder)
        for _ in range(START_SECONDS * 20):
            if ready(self.folder):
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.stop()
        raise RuntimeError(f'{command[0]} did not start')

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Wire:
    """A socket that is read by lines and by counts."""

    def __init__(self, sock):
        self.socket = sock
        self.rest = b''

    def line(self):
        while b'\r\n' not in self.rest:
            self._more()
        line, _, self.rest = self.rest.partition(b'\r\n')
        return line

    def exactly(self, count):
        if len(self.rest) < count:
            parts, length = [self.rest], len(self.rest)
            while length < count:
                parts.append(self.socket.recv(max(READ_BYTES, min(count - length, 1 << 22))))
                if not parts[-1]:
                    raise ConnectionError('the server has closed the connection')
                length += len(parts[-1])
            self.rest = b''.join(parts)
        found, self.rest = self.rest[:count], self.rest[count:]
        return found

    def _more(self):
        more = self.socket.recv(READ_BYTES)
        if not more:
            raise ConnectionError('the server has closed the connection')
        self.rest += more


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


class Nats:
    """
    nats-server's key-value store, in memory as the others: a JetStream stream named KV_bench, of which a key is a
    subject. Over loopback, since it has no Unix socket.
    """

    name, program, package = 'NATS', 'nats-server', 'nats-server'

    @classmethod
    def start(cls):
        config = tempfile.NamedTemporaryFile('w', suffix='.conf')
        with config:
            config.write(
                f'listen: "127.0.0.1:-1"\nmax_payload: {NATS_PAYLOAD}\njetstream {{ store_dir: "js" }}\nports_file_dir: "."\n'
            )
            config.flush()
            return Server('nats-server', '-c', config.name, ready=lambda folder: bool(ports_files(folder)))

    def __init__(self, server):
        with open(ports_files(server.folder)[0], encoding='utf-8') as file:
            host, _, port = json.load(file)['nats'][0].removeprefix('nats://').rpartition(':')
        sock = socket.create_connection((host, int(port)))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.wire = Wire(sock)
        self.wire.line()
        self.inbox = b'_INBOX.' + os.urandom(8).hex().encode()
        options = {'verbose': False, 'pedantic': False, 'headers': True, 'no_responders': True}
        self.wire.socket.sendall(b'CONNECT %s\r\nSUB %s 1\r\n' % (json.dumps(options).encode(), self.inbox))
        stream = {
            'name': 'KV_bench',
            'subjects': ['$KV.bench.>'],
            'storage': 'memory',
            'max_msgs_per_subject': 1,
            'allow_direct': True,
            'discard': 'new',
        }
        self._api(b'$JS.API.STREAM.CREATE.KV_bench', json.dumps(stream).encode())

    def _api(self, subject, payload):
        answer = json.loads(self.request(subject, payload))
        if 'error' in answer:
            raise RuntimeError(f'NATS: {answer["error"]}')

    def request(self, subject, payload):
        self.wire.socket.sendall(b'PUB %s %s %d\r\n%s\r\n' % (subject, self.inbox, len(payload), payload))
        return self.message()

    def message(self):
        """The payload of the next message, its headers left out."""
        while True:
            line = self.wire.line()
            if line.startswith(b'PING'):
                self.wire.socket.sendall(b'PONG\r\n')
            elif line.startswith(b'HMSG'):
                head, whole = map(int, line.split()[-2:])
                return self.wire.exactly(whole + 2)[head:-2]
            elif line.startswith(b'MSG'):
                return self.wire.exactly(int(line.split()[-1]) + 2)[:-2]
            elif line.startswith(b'-ERR'):
                raise RuntimeError(line.decode())

    def set(self, key, value):
        if b'"error"' in self.request(b'$KV.bench.' + key, value):
            raise RuntimeError('NATS did not store the value')

    def get(self, key):
        return self.request(b'$JS.API.DIRECT.GET.KV_bench.$KV.bench.' + key, b'')

    def listen(self, key):
        """Has every change of a key sent here."""
        self.wire.socket.sendall(b'SUB $KV.bench.%s 2\r\nPING\r\n' % key)
        while self.wire.line() != b'PONG':
            pass

    def close(self):
        self.wire.socket.close()


def ports_files(folder):
    return [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith('.ports')]


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
