"""The way to a workspace, for programs with threads."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Union

from ._parts import parts_of
from ._workspace import Workspace


def connect(
    address: Union[str, int, None] = None,
    *,
    client: Optional[str] = None,
    token: Optional[str] = None,
    subscribe: Optional[Mapping[str, Any]] = None,
    timeout_ms: Optional[float] = 30_000,
    reconnect: bool = True,
    allow_pickle: bool = False,
    places: bool = True,
    cache: Union[bool, int] = True,
    ca: Optional[str] = None,
    fingerprint: Optional[str] = None,
) -> Workspace:
    """
    Connects to a host.

    :param address: `unix:/path`, `tcp://host:port`, `tls://host:port`, `host:port` or a port. None:
        `HEADFRAME_ADDRESS`, `HEADFRAME_PORT`, the file `.headframe/runtime.json` that a host started here writes, or
        port 12306 of this machine.
    :param client: the name that others see; the program's name when None. At most 64 characters.
    :param token: None: `HEADFRAME_TOKEN`, or the one in the host's data folder where that can be read.
    :param subscribe: which changes to be told of: `names` (patterns), `kinds`, and `inline`, the bytes up to which
        values come along.
    :param timeout_ms: milliseconds that a request may take, the waiting for a connection included; None for no bound.
    :param reconnect: whether to connect again when the connection breaks. Reads in flight are then repeated.
    :param allow_pickle: read pickles, which runs what their writers put there, and write what is not data as pickles.
    :param places: as the host's user on its machine, read large values as files that are mapped, and write them as
        files, where the host allows that. Arrays that were mapped are read-only.
    :param cache: with places, bytes of immutable values that are kept, and handed out again as long as they are the
        variables'; True: 64 MiB, False: none.
    :param ca: with `tls://`, a file of certificates (PEM) that are trusted instead of the system's.
    :param fingerprint: with `tls://`, the SHA-256 of the host's certificate in hexadecimal digits: that one is trusted,
        whatever its name is, and no other.
    :raises DisconnectedError: when no host answers, or none that is to be trusted.
    :raises AuthenticationError: when the host does not take the token, or needs one.
    """
    parts = parts_of(address, client, token, subscribe, timeout_ms, allow_pickle, places, cache, ca, fingerprint)
    return Workspace(*parts, reconnect)
