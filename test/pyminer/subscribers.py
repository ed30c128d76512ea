"""Long connections of both dialects: they subscribe to the server's broadcasts and keep what arrives."""

import json
import re
import threading
import time

from clients import LIVENESS_S, connect
from framing import TERMINATOR, ConnectionEnded, StrictReader, receive_2020, receive_2021, split_messages

READ_BYTES = 1024
HEARTBEAT = b'{"name": "broadcast", "message": "Are you alive?"}'


class Subscriber:
    """A long connection, read by a thread of its own, as PyMiner's GeneralClient.

    `messages` are the raw messages in order, heartbeats apart (`heartbeats` counts those), with the
    spaces in front of the terminator cut off. `on_message`, when given, is called in the reading thread.
    """

    def __init__(self, address, strict=False, on_message=None):
        self.messages = []
        self.heartbeats = 0
        self.error = None
        self._on_message = on_message
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

    def next_messages(self):
        """The messages of the next read, one or more."""
        return [self._strict.read()] if self._strict else split_messages(self.receive())

    def send(self, packet):
        self.sock.sendall(packet)

    def wait_for(self, condition, timeout=LIVENESS_S):
        """Waits until `condition(messages)` holds; raises when it does not within `timeout` seconds."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while not condition(self.messages):
                if self.error is not None:
                    raise self.error
                if not self._changed.wait(deadline - time.monotonic()):
                    raise TimeoutError(f'{len(self.messages)} messages, the last: {self.messages[-1:]}')
        return self.messages

    def wait_for_change(self, name, timeout=LIVENESS_S):
        """Waits for the broadcast that says that `name` was changed."""
        text = f'"data_changed", "data_name": {json.dumps(name)}'.encode('ascii')
        return self.wait_for(lambda messages: any(text in message for message in messages), timeout)

    def wait_for_heartbeat(self, timeout=LIVENESS_S):
        return self.wait_for(lambda _: self.heartbeats > 0, timeout)

    def close(self):
        self.sock.shutdown(2)
        self._thread.join(LIVENESS_S)
        self.sock.close()

    def _run(self):
        try:
            while True:
                for message in self.next_messages():
                    self._take(message)
        except (OSError, ConnectionEnded, ValueError) as error:
            with self._changed:
                self.error = error
                self._changed.notify_all()

    def _take(self, message):
        json.loads(message)
        text = re.sub(rb' +\Z', b'', message)
        if self._on_message is not None and text != HEARTBEAT:
            self._on_message(json.loads(text))
        with self._changed:
            if text == HEARTBEAT:
                self.heartbeats += 1
            else:
                self.messages.append(text)
            self._changed.notify_all()


class ClassicLong(Subscriber):
    """The GeneralClient of 2020: the server answers nothing to its first bytes."""

    dialect = 'classic'

    def subscribe(self):
        self.sock.sendall(b'long_conn')

    def receive(self):
        return receive_2020(self.sock, READ_BYTES)


class NamedLong(Subscriber):
    """The GeneralClient of 2021: it has a name, and waits for a confirmation."""

    dialect = 'named'

    def __init__(self, address, name, **options):
        self.name = name
        self.confirmation = None
        super().__init__(address, **options)

    def subscribe(self):
        request = {'method': 'start_long_connection', 'name': self.name, 'params': [], 'id': 0}
        self.sock.sendall(json.dumps(request).encode('ascii') + TERMINATOR)
        received = self._strict.read() if self._strict else self.receive()
        self.confirmation = json.loads(received)
        if self.confirmation['message'] != 'succeeded':
            raise ConnectionError(self.confirmation['content'])

    def receive(self):
        return receive_2021(self.sock, READ_BYTES)


def changed(name, source):
    """The exact broadcast of a change, without terminator."""
    head = '{"name": "broadcast", "message": "data_changed"'
    return f'{head}, "data_name": {json.dumps(name)}, "data_source": {json.dumps(source)}}}'.encode('ascii')


def deleted(name, source):
    """The exact broadcast of a deletion, without terminator."""
    return changed(name, source).replace(b'data_changed', b'data_deleted', 1)
