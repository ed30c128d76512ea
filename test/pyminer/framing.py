"""How messages are cut out of a connection: as PyMiner's clients do it, and as it should be done.

A message is JSON text ended by ``PMEND``. The two ``receive_…`` functions repeat the *behaviour* of the
original clients, faults included; where those would wait or loop for ever at the end of a connection,
these raise `ConnectionEnded`.
"""

import re

TERMINATOR = b'PMEND'
# A JSON string, a terminator outside of one, or a string that has not ended yet.
TOKEN = re.compile(rb'(?P<string>"(?:[^"\\]|\\.)*")|(?P<terminator>PMEND)|(?P<open>".*)', re.DOTALL)


class ConnectionEnded(Exception):
    """The server closed the connection before the message was complete."""


def receive_2020(sock, size):
    """One `receive` of a client of 2020, which reads `size` bytes at a time.

    The terminator is looked for at the end of one read only, and the read that has it loses any of the
    letters P M E N D at both of its ends.
    """
    chunks = []
    while True:
        chunk = _some(sock, size)
        if chunk.endswith(TERMINATOR):
            chunks.append(chunk.strip(TERMINATOR))
            return b''.join(chunks)
        chunks.append(chunk)


def receive_2021(sock, size):
    """One `receive` of a client of 2021: a terminator may lie over two reads, but not over three."""
    chunks = []
    while True:
        chunks.append(_some(sock, size))
        if b''.join(chunks[-2:]).endswith(TERMINATOR):
            return b''.join(chunks)[: -len(TERMINATOR)]


def receive_exactly(sock, size):
    """Exactly `size` bytes."""
    data = b''
    while len(data) < size:
        data += _some(sock, size - len(data))
    return data


def split_messages(received):
    """What a subscriber of either year makes of one `receive`: one message at each terminator."""
    return [part for part in received.split(TERMINATOR) if part]


class StrictReader:
    """Cuts messages at the terminators outside JSON strings, wherever the reads happen to end."""

    def __init__(self, sock, size=65536):
        self._sock = sock
        self._size = size
        self._pending = bytearray()
        self._scanned = 0

    def read(self):
        """The next message without its terminator; spaces in front of the terminator are kept."""
        while True:
            end = self._find_terminator()
            if end >= 0:
                message = bytes(self._pending[:end])
                del self._pending[: end + len(TERMINATOR)]
                self._scanned = 0
                return message
            self._pending += _some(self._sock, self._size)

    def _find_terminator(self):
        """Where the terminator begins; -1 when it is not there yet, and what need not be looked at again is behind."""
        for token in TOKEN.finditer(self._pending, self._scanned):
            if token.lastgroup == 'terminator':
                return token.start()
            if token.lastgroup == 'open':
                return -1
            self._scanned = token.end()
        self._scanned = max(self._scanned, len(self._pending) - len(TERMINATOR) + 1)
        return -1


def _some(sock, size):
    chunk = sock.recv(size)
    if not chunk:
        raise ConnectionEnded('the server closed the connection')
    return chunk
