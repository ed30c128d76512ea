"""Values as the workspace keeps them: typed JSON, or pickles for those who allow them."""

from __future__ import annotations

import pickle
from typing import Any, List, Optional, Sequence, Tuple, Union

from ._errors import HeadframeError, NotConvertibleError
from ._protocol import PICKLE, TYPED_JSON
from ._typed_json import decode, encode

Buffer = Union[bytes, bytearray, memoryview]
Parts = Tuple[int, bytes, List[Buffer]]
"""The method's number, the document, its buffers."""

_HINT = 'connect(allow_pickle=True) unpickles what the workspace holds, which runs what its writer put there'


class Values:
    """
    Writes and reads values.

    With `allow_pickle`, what typed JSON has no form for is pickled, with cloudpickle where plain pickle cannot, and
    pickles are read. Reading a pickle runs what its writer put there.
    """

    __slots__ = ('allow_pickle',)

    def __init__(self, allow_pickle: bool):
        self.allow_pickle = allow_pickle

    @property
    def asked(self) -> int:
        """The method's number that a get asks for: pickles are converted by the host unless they are allowed."""
        return 0 if self.allow_pickle else TYPED_JSON

    def dump(self, value: Any, method: Optional[str] = None) -> Parts:
        """
        A value's parts.

        :param method: `json`, `pickle`, or None and `auto`: typed JSON for all that is data, else a pickle.
        :raises NotConvertibleError: when typed JSON has no form for it and pickles are not allowed.
        """
        if method == 'pickle':
            return self._pickled(value)
        if method not in (None, 'auto', 'json'):
            raise ValueError(f"method must be 'auto', 'json' or 'pickle', not {method!r}")
        try:
            document, buffers = encode(value)
        except NotConvertibleError:
            if method == 'json' or not self.allow_pickle:
                raise
            return self._pickled(value)
        return TYPED_JSON, document, buffers

    def _pickled(self, value: Any) -> Parts:
        if not self.allow_pickle:
            raise HeadframeError(f'This client does not pickle: {_HINT}', 'PICKLE_REFUSED')
        buffers: List[pickle.PickleBuffer] = []
        try:
            document = pickle.dumps(value, 5, buffer_callback=buffers.append)
        except (pickle.PicklingError, AttributeError, TypeError):
            try:
                import cloudpickle
            except ImportError:
                cloudpickle = None
            if cloudpickle is None:
                raise
            buffers.clear()
            document = cloudpickle.dumps(value, 5, buffer_callback=buffers.append)
        return PICKLE, document, [buffer.raw() for buffer in buffers]

    def load(self, method: int, document: Buffer, buffers: Sequence[Buffer]) -> Any:
        """The value of its parts. Arrays are views on the buffers."""
        if method == TYPED_JSON:
            return decode(document, buffers)
        if not self.allow_pickle:
            raise NotConvertibleError(f'The value is a pickle; {_HINT}')
        return pickle.loads(document, buffers=buffers)


def with_hint(error: HeadframeError) -> HeadframeError:
    """The host's error for a pickle that it cannot convert, with what to do about it."""
    if isinstance(error, NotConvertibleError) and 'allow_pickle' not in error.message:
        return type(error)(f'{error.message}; {_HINT}', error.code, error.data)
    return error
