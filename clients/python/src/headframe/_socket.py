"""Blocking sockets: connected, bounded in time, and written to without joining what is written."""

from __future__ import annotations

import os
import socket
import struct
import sys
from typing import Any, Optional, Sequence

from ._address import Address
from ._errors import DisconnectedError
from ._tls import Trust

_MOST_PIECES = 512
"""Pieces that one sendmsg takes; systems take 1024."""


def connect_socket(address: Address, timeout: Optional[float], trust: Trust) -> socket.socket:
    """A connected, blocking socket whose operations end after so many seconds."""
    try:
        if address.path is None:
            connected = socket.create_connection((address.host, address.port), timeout)
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if address.tls:
                connected = _secured(connected, address, trust)
        else:
            connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                connected.settimeout(timeout)
                connected.connect(address.path)
            except BaseException:
                connected.close()
                raise
    except OSError as error:
        raise DisconnectedError(f'No host answers on {address}: {error.strerror or error}') from error
    bound_socket(connected, timeout)
    return connected


def _secured(connected: socket.socket, address: Address, trust: Trust) -> socket.socket:
    try:
        secured: Any = trust.context().wrap_socket(connected, server_hostname=address.host)
    except BaseException:
        connected.close()
        raise
    try:
        trust.check(secured.getpeercert(True))
    except BaseException:
        secured.close()
        raise
    plain: socket.socket = secured
    return plain


def is_plain(connected: socket.socket) -> bool:
    """Whether bytes go over it as they are: it takes the system's flags, and pieces."""
    return type(connected) is socket.socket


def bound_socket(connected: socket.socket, timeout: Optional[float]) -> None:
    """Bounds every send and receive by the system itself, which saves Python's own a call of poll each time."""
    if os.name == 'nt' or not is_plain(connected):
        connected.settimeout(timeout)
        return
    connected.settimeout(None)
    seconds = min(timeout or 0.0, sys.maxsize // 2)
    bound = struct.pack('@ll', int(seconds), int(seconds % 1 * 1e6))
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, bound)
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, bound)


def send_pieces(connected: socket.socket, pieces: Sequence[Any]) -> None:
    """Sends pieces of bytes one after the other."""
    left = [memoryview(piece) for piece in pieces if len(piece)]
    if not is_plain(connected) or not hasattr(connected, 'sendmsg'):
        for piece in left:
            connected.sendall(piece)
        return
    while left:
        sent = connected.sendmsg(left[:_MOST_PIECES])
        whole = 0
        while whole < len(left) and sent >= len(left[whole]):
            sent -= len(left[whole])
            whole += 1
        del left[:whole]
        if sent:
            left[0] = left[0][sent:]
