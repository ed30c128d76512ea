"""Long connections of both dialects: they subscribe to the server's broadcasts and keep what arrives."""

import json
import socket
import threading
import time

from clients import LIVENESS_S, connect
from framing import TERMINATOR, ConnectionEnded, StrictReader, receive_2020, receive_2021, split_messages

READ_BYTES = 1024
BROADCAST = b'{"name": "broadcast", '
HEARTBEAT = BROADCAST + b'"message": "Are you alive?"}'


class Subscriber:
    """A long connection, read by a thread of its own, as PyMiner's GeneralClient.

    `broadcasts` and `answers` are the raw messages in the order of their arrival, without the spaces in
    front of the terminator; heartbeats are only counted. `on_broadcast`, when given, is called for each
    broadcast in the reading thread, before it is kept.
    """

    def __init__(self, address, strict=False, on_broadcast=None):
        self.broadcasts = []
        self.answers = []
        self.heartbeats = 0
        self.error = None
        self._on_broadcast = on_broadcast
        self._changed = threading.Condition()
        self.sock = connect(address)
        self._strict = StrictReader(self.sock) if strict else None
        self.subscribe()
        self.sock.settimeout(None)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def subscribe(self):
        """Says to the server that this is a long connection, and awaits what it answers, if anything."""
        raise NotImplementedError

    def receive(self):
        """One `receive` as the original client does it."""
        raise NotImplementedError

    def ask(self, packet):
        """Sends a request over this connection; gives the answer, which comes between the broadcasts."""
        expected = len(self.answers) + 1
        self.sock.sendall(packet)
        self.wait_for(lambda: len(self.answers) >= expected)
        return self.answers[expected - 1]

    def wait_for(self, condition, timeout=LIVENESS_S):
        """Waits until `condition()` holds; raises when it does not within `timeout` seconds."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while not condition():
                if self.error is not None:
                    raise self.error
                if not self._changed.wait(deadline - time.monotonic()):
                    raise TimeoutError(f'after {len(self.broadcasts)} broadcasts, the last: {self.broadcasts[-1:]}')

    def wait_for_change(self, name):
        """Waits for the broadcast that says that `name` was changed."""
        text = f'"data_changed", "data_name": {json.dumps(name)}'.encode('ascii')
        looked_at = 0

        def is_told():
            nonlocal looked_at
            new = self.broadcasts[looked_at:]
            looked_at += len(new)
            return any(text in message for message in new)

        self.wait_for(is_told)

    def join(self, timeout=LIVENESS_S):
        """Waits until the server has closed the connection, at most `timeout` seconds."""
        self._thread.join(timeout)

    def close(self):
        self.sock.shutdown(socket.SHUT_RDWR)
        self.join()
        self.sock.close()

    def _run(self):
        try:
            while True:
                for message in [self._strict.read()] if self._strict else split_messages(self.receive()):
                    self._take(message.rstrip(b' '))
        except (OSError, ConnectionEnded, ValueError) as error:
            with self._changed:
                self.error = error
                self._changed.notify_all()

    def _take(self, message):
        parsed = json.loads(message)
        is_broadcast = message.startswith(BROADCAST)
        if self._on_broadcast is not None and is_broadcast and message != HEARTBEAT:
            self._on_broadcast(parsed)
        with self._changed:
            if message == HEARTBEAT:
                self.heartbeats += 1
            else:
                (self.broadcasts if is_broadcast else self.answers).append(message)
            self._changed.notify_all()


class ClassicLong(Subscriber):
    """The GeneralClient of 2020: the server answers nothing to its first bytes.

    So that a test knows when it is subscribed, it asks for the names over its connection, which the
    original does not.
    """

    def __init__(self, address, **options):
        super().__init__(address, **options)
        self.ask(b'{"method": "get_all_public_variable_names", "params": []}' + TERMINATOR)
        self.answers.clear()

    def subscribe(self):
        self.sock.sendall(b'long_conn')

    def receive(self):
        return receive_2020(self.sock, READ_BYTES)


class NamedLong(Subscriber):
    """The GeneralClient of 2021: it has a name, and waits for a confirmation."""

    def __init__(self, address, name, **options):
        self.name = name
        self.confirmation = None
        super().__init__(address, **options)

    def subscribe(self):
        request = {'method': 'start_long_connection', 'name': self.name, 'params': [], 'id': 0}
        self.sock.sendall(json.dumps(request).encode('ascii') + TERMINATOR)
        self.confirmation = json.loads(self._strict.read() if self._strict else self.receive())
        if self.confirmation['message'] != 'succeeded':
            self.sock.close()
            raise ConnectionError(self.confirmation['content'])

    def receive(self):
        return receive_2021(self.sock, READ_BYTES)


def changed(name, source):
    """The exact broadcast of a change, without terminator."""
    body = f'"message": "data_changed", "data_name": {json.dumps(name)}, "data_source": {json.dumps(source)}}}'
    return BROADCAST + body.encode('ascii')
