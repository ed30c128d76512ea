"""How long to wait between attempts to connect."""

from __future__ import annotations

import random
from typing import Iterator

FIRST, LONGEST = 0.1, 10.0


def delays() -> Iterator[float]:
    """Seconds: 0.1 doubling to 10, each shortened at random by up to half, so that clients do not come all at once."""
    delay = FIRST
    while True:
        yield delay * random.uniform(0.5, 1.0)
        delay = min(LONGEST, 2 * delay)
