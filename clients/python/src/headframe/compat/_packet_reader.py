"""Cuts the packets of PyMiner's text dialects out of a connection."""

from __future__ import annotations

import socket

__all__ = ['TERMINATOR', 'PacketReader']

TERMINATOR = b'PMEND'
READ_BYTES = 65536
QUOTE = b'"'
BACKSLASH = ord('\\')


class PacketReader:
    """
    Reads packets: JSON text ended by `PMEND`, wherever the reads happen to end.

    PyMiner's own clients look for the terminator at the end of one read, and so lose it when it lies over
    two, or find it inside a text. This one looks for it outside JSON's strings.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._pending = bytearray()
        self._scanned = 0
        self._in_string = False

    def read(self) -> bytes:
        """The next packet, without its terminator and the spaces around it. ConnectionError at the end."""
        while True:
            end = self._find_terminator()
            if end >= 0:
                packet = bytes(self._pending[:end].strip())
                del self._pending[: end + len(TERMINATOR)]
                self._scanned = 0
                return packet
            chunk = self._sock.recv(READ_BYTES)
            if not chunk:
                raise ConnectionError('the server closed the connection before its answer was complete')
            self._pending += chunk

    def _find_terminator(self) -> int:
        """Where the terminator begins in what has come so far; -1 while it is not there."""
        pending = self._pending
        while True:
            quote = pending.find(QUOTE, self._scanned)
            if self._in_string:
                if quote < 0:
                    self._scanned = len(pending)
                    return -1
                self._in_string = _is_escaped(pending, quote)
                self._scanned = quote + 1
                continue
            end = pending.find(TERMINATOR, self._scanned, quote if quote >= 0 else len(pending))
            if end >= 0 or quote < 0:
                self._scanned = max(self._scanned, len(pending) - len(TERMINATOR) + 1)
                return end
            self._in_string = True
            self._scanned = quote + 1


def _is_escaped(text: bytearray, at: int) -> bool:
    """Whether an odd number of backslashes stands before a place."""
    first = at
    while first > 0 and text[first - 1] == BACKSLASH:
        first -= 1
    return (at - first) % 2 == 1
