"""Values as base64 of pickles, as they stand in PyMiner's packets."""

from __future__ import annotations

import base64
import pickle
from typing import Any

try:
    from cloudpickle import dumps as _dumps
except ImportError:
    _dumps = pickle.dumps

__all__ = ['pickled', 'unpickled']


def pickled(value: Any) -> str:
    """
    The pickle of a value in base64. What Python's pickle cannot do, cloudpickle does, when it is installed:
    functions and classes of the running script. Raises what they raise for a value that cannot be pickled.
    """
    return base64.b64encode(_dumps(value)).decode('ascii')


def unpickled(text: str) -> Any:
    """The value of a pickle in base64. **Runs what the pickle says.** Raises what `pickle.loads` raises."""
    return pickle.loads(base64.b64decode(text, validate=True))
