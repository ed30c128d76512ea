"""What `GeneralClient` of 2020 and of 2021 have in common."""

from __future__ import annotations

import json
import socket
import threading
import zlib
from typing import Any

from ._subscription import Subscription

__all__ = ['LongClient']

END_S = 5.0


class LongClient:
    """
    A client that is told of changes, in a daemon thread, beside the methods of `BaseClient`.

    Assign a function over `on_server_message_received`: it is called with each packet. It may call the
    client's methods. When the host goes away, the client comes back by itself and is told of every variable
    again.
    """

    _subscription: Subscription

    @property
    def client(self) -> socket.socket:
        """The long connection as it is now."""
        return self._subscription.sock

    def on_server_message_received(self, packet: bytes) -> None:
        """
        Called with each packet, JSON text in bytes, in the client's thread; does nothing until it is
        replaced.

        `{"name": "broadcast", "message": "data_changed", "data_name": …, "data_source": …}` tells of a
        change, `data_deleted` with the same members of a deletion, `Are you alive?` is the heartbeat.
        """

    def shut_down(self) -> None:
        """
        Ends the connection and the thread; waits for at most 5 s, and not when it is called from the thread.
        """
        self._subscription.stop()
        if threading.current_thread() is not self._thread:
            self._thread.join(END_S)

    def compress(self, byte_str: bytes) -> bytes:
        """The bytes as zlib compresses them."""
        return zlib.compress(byte_str)

    def _listen(self) -> None:
        """Connects, and returns when the host tells of every change from now on."""
        self._subscription = subscription_of(self, lambda packet: self.on_server_message_received(packet))
        self._thread = threading.Thread(target=self._subscription.run, name='headframe-client', daemon=True)
        self._thread.start()
        self._subscription.wait_until_ready()


def subscription_of(client: Any, deliver: Any) -> Subscription:
    """The subscription of a client that has `init_socket`, `_subscribe` and `_template`."""
    return Subscription(
        client.init_socket,
        client._subscribe,
        lambda: json.dumps(client._template('get_all_public_variable_names', [])).encode('ascii'),
        deliver,
    )
