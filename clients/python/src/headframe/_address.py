"""Where a host listens, and the token it takes: from what the caller says, the environment, or the runtime file."""

from __future__ import annotations

import json
import os
import socket
from typing import Any, List, NamedTuple, Optional, Union

DEFAULT_PORT = 12306
RUNTIME_FILE = os.path.join('.headframe', 'runtime.json')
_ROLES = ('admin', 'write', 'read')
_MAX_TOKEN_FILE = 4096


class Address(NamedTuple):
    """A Unix socket's path, or a TCP host and port, perhaps with TLS."""

    path: Optional[str]
    host: str = ''
    port: int = 0
    tls: bool = False

    def __str__(self) -> str:
        if self.path is not None:
            return f'unix:{self.path}'
        return f'{"tls" if self.tls else "tcp"}://{self.host}:{self.port}'


class Place(NamedTuple):
    """Addresses to try in turn, and the data folder where a token may lie."""

    addresses: List[Address]
    data_dir: Optional[str] = None


def find_place(given: Union[str, int, None]) -> Place:
    """
    Where to connect.

    :param given: `unix:/path`, `tcp://host:port`, `tls://host:port`, `host:port`, a port; or None:
        `HEADFRAME_ADDRESS`, `HEADFRAME_PORT`, the runtime file of the folder `.headframe` here, else port 12306 of this
        machine.
    :raises ValueError: for an address of another form.
    """
    if given is None:
        given = os.environ.get('HEADFRAME_ADDRESS') or os.environ.get('HEADFRAME_PORT') or None
    if given is not None:
        return Place([parse_address(given)])
    return _runtime_place() or Place([Address(None, '127.0.0.1', DEFAULT_PORT)])


def parse_address(given: Union[str, int]) -> Address:
    """An address in one of its written forms. Raises ValueError."""
    text = str(given).strip()
    if text.startswith('unix:'):
        path = text[len('unix:') :]
        return Address(path[2:] if path.startswith('//') else path)
    tls = text.startswith('tls://')
    if tls or text.startswith('tcp://'):
        text = text[len('tcp://') :].rstrip('/')
    host, _, port = text.rpartition(':')
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        forms = 'unix:/path, tcp://host:port, tls://host:port, host:port or a port'
        raise ValueError(f'{given!r} is no address: use {forms}')
    return Address(None, host.strip('[]') or '127.0.0.1', int(port), tls)


def _runtime_place() -> Optional[Place]:
    try:
        with open(RUNTIME_FILE, encoding='utf-8') as file:
            state = json.load(file)
        addresses = state['addresses']
        found = []
        if 'unix' in addresses and hasattr(socket, 'AF_UNIX'):
            found.append(Address(addresses['unix']['path']))
        if 'tcp' in addresses:
            found.append(Address(None, addresses['tcp']['host'], int(addresses['tcp']['port'])))
        return Place(found, state.get('dataDir')) if found else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # no host runs here, or it is being written


def find_token(given: Optional[str], data_dir: Optional[str]) -> Optional[str]:
    """The token to show: the one given, `HEADFRAME_TOKEN`, or the strongest in the data folder when it is readable."""
    token = given or os.environ.get('HEADFRAME_TOKEN')
    if token or data_dir is None:
        return token or None
    try:
        with open(os.path.join(data_dir, 'token'), encoding='utf-8') as file:
            tokens: Any = json.loads(file.read(_MAX_TOKEN_FILE))
    except (OSError, ValueError):
        return None  # a host on this machine need not ask for one
    if not isinstance(tokens, dict):
        return None
    return next((tokens[role] for role in _ROLES if isinstance(tokens.get(role), str)), None)
