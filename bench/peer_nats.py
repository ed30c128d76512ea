"""
A bare client of nats-server and its key-value store.

Protocols: NATS' client protocol and JetStream's API (docs.nats.io, "Client Protocol" and "JetStream wire API Reference").
"""

import json
import os
import socket
import tempfile

from peer_server import Server, Wire

NATS_PAYLOAD = 8 << 20


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

    def __init__(self, server, stores=True):
        with open(ports_files(server.folder)[0], encoding='utf-8') as file:
            host, _, port = json.load(file)['nats'][0].removeprefix('nats://').rpartition(':')
        sock = socket.create_connection((host, int(port)))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.wire = Wire(sock)
        self.wire.line()
        self.inbox = b'_INBOX.' + os.urandom(8).hex().encode()
        options = {'verbose': False, 'pedantic': False, 'headers': True, 'no_responders': True}
        self.wire.socket.sendall(b'CONNECT %s\r\nSUB %s 1\r\n' % (json.dumps(options).encode(), self.inbox))
        if stores:
            self._make_store()

    def _make_store(self):
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

    def _line(self):
        """The next line; a PING is answered."""
        line = self.wire.line()
        if line.startswith(b'PING'):
            self.wire.socket.sendall(b'PONG\r\n')
        return line

    def message(self):
        """The payload of the next message, its headers left out."""
        while True:
            line = self._line()
            if line.startswith(b'HMSG'):
                head, whole = map(int, line.split()[-2:])
                return self.wire.exactly(whole + 2)[head:-2]
            elif line.startswith(b'MSG'):
                return self.wire.exactly(int(line.split()[-1]) + 2)[:-2]
            elif line.startswith(b'-ERR'):
                raise RuntimeError(line.decode())

    def is_told(self):
        """Takes what has come, once there is something; whether a message was among it."""
        found = False
        self.wire.more()
        while b'\r\n' in self.wire.rest:
            if (line := self._line()).startswith(b'MSG'):
                self.wire.exactly(int(line.split()[-1]) + 2)
                found = True
        return found

    def set(self, key, value):
        if b'"error"' in self.request(b'$KV.bench.' + key, value):
            raise RuntimeError('NATS did not store the value')

    def get(self, key):
        return self.request(b'$JS.API.DIRECT.GET.KV_bench.$KV.bench.' + key, b'')

    def listen(self, key):
        """Has every change of a key sent here."""
        self.wire.socket.sendall(b'SUB $KV.bench.%s 2\r\nPING\r\n' % key)
        while self._line() != b'PONG':
            pass

    def close(self):
        self.wire.socket.close()


def ports_files(folder):
    return [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith('.ports')]
