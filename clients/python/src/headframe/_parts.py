"""What a workspace is made of, from what `connect` is given: the same for threads and for asyncio."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Tuple, Union

from ._places import Places, cache_limit
from ._session import SessionOptions, default_client_name
from ._tls import Trust
from ._values import Values
from ._view import Subscription


def parts_of(
    address: Union[str, int, None],
    client: Optional[str],
    token: Optional[str],
    subscribe: Optional[Mapping[str, Any]],
    timeout_ms: Optional[float],
    allow_pickle: bool,
    places: bool,
    cache: Union[bool, int],
    ca: Optional[str],
    fingerprint: Optional[str],
) -> Tuple[SessionOptions, Subscription, Values, Places]:
    """The session, the subscription, the values and the data plane; the parameters are those of `headframe.connect`."""
    subscription = Subscription(**dict(subscribe or {}))
    timeout = None if timeout_ms is None else timeout_ms / 1000
    trust = Trust(ca, fingerprint)
    session = SessionOptions(address, default_client_name() if client is None else client, token, timeout, trust)
    values = Values(allow_pickle)
    return session, subscription, values, Places(values, places, cache_limit(cache))
