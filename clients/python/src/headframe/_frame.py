"""Frames: how they are written, and a reader that says where the bytes that come next belong."""

from __future__ import annotations

from typing import Any, List, NamedTuple, Optional, Sequence, Tuple, Union

from ._errors import ProtocolError
from ._metas import piece_lengths
from ._protocol import ANSWER, ERROR, HEAD, MAX_META, MAX_PAYLOAD, NOTIFICATION, REQUEST

Buffer = Union[bytes, bytearray, memoryview]

STAGING = 64 * 1024
"""Bytes that are received before it is known where they belong; longer parts of payloads go to memory of their own."""


_HEAD_BYTES = HEAD.size
_KINDS = (ANSWER, ERROR, NOTIFICATION)
_unpack_head = HEAD.unpack_from


class Frame(NamedTuple):
    """A frame, its payload cut into documents and buffers: but that of a get many when it is short."""

    kind: int
    operation: int
    flags: int
    id: int
    meta: bytes
    pieces: List[Any]


def frame_head(operation: int, flags: int, number: int, meta: int, payload: int, kind: int = REQUEST) -> bytes:
    """The head of a frame. Lengths in bytes."""
    return HEAD.pack(kind, operation, flags, number, meta, payload)


def length_of(pieces: Sequence[Buffer]) -> int:
    """Bytes of all pieces. Those that are memoryviews are of bytes."""
    return sum(map(len, pieces))


def memory(length: int) -> Any:
    """Memory to receive into. numpy's is not cleared first, which counts for large parts."""
    if length < STAGING:
        return bytearray(length)
    try:
        from numpy import empty
    except ImportError:
        return bytearray(length)
    return memoryview(empty(length, 'u1'))


class FrameReader:
    """
    Frames from a stream. Receive into `buffer()`, then call `received` with the number of bytes.

    The stream is not trusted: lengths are checked before anything is allocated.
    """

    __slots__ = ('_at', '_end', '_head', '_meta', '_pieces', '_start', '_targets', 'limit', 'staging', 'view')

    def __init__(self, limit: int = MAX_PAYLOAD) -> None:
        self.limit = limit
        self.staging = bytearray(STAGING)
        self.view = memoryview(self.staging)
        self._start = self._end = 0
        self._head: Optional[Tuple[int, ...]] = None
        self._meta: Optional[Any] = None
        self._pieces: List[Any] = []
        self._targets: List[memoryview] = []
        self._at = 0

    @property
    def idle(self) -> bool:
        """Whether no part of a frame is here."""
        return self._head is None and self._start == self._end

    def rewind(self) -> None:
        """Says that bytes were received at the beginning of `staging`, while the reader was idle."""
        self._start = self._end = 0

    def buffer(self) -> memoryview:
        """Where the next bytes belong; never empty."""
        if self._targets:
            return self._targets[0][self._at :]
        if self._start == self._end:
            self._start = self._end = 0
        elif self._start:
            rest = self._end - self._start
            self.staging[:rest] = self.staging[self._start : self._end]
            self._start, self._end = 0, rest
        return self.view[self._end :]

    def received(self, count: int) -> List[Frame]:
        """
        The frames that are complete now that so many bytes more are in the buffer.

        :raises ProtocolError: for what is no frame; nothing can be read after it.
        """
        if self._targets:
            self._at += count
            if self._at < len(self._targets[0]):
                return []
            self._targets.pop(0)
            self._at = 0
            if self._targets:
                return []
        else:
            self._end += count
        frames: List[Frame] = []
        if self._head is None:
            self._take_whole(frames)
        while True:
            frame = self._next()
            if frame is None:
                return frames
            frames.append(frame)

    def _take_whole(self, frames: List[Frame]) -> None:
        """Adds the frames that lie whole in the staging, as almost all do; the rest is for `_next`."""
        staging, view, start, end = self.staging, self.view, self._start, self._end
        while end - start >= _HEAD_BYTES:
            kind, operation, flags, number, length, payload = _unpack_head(staging, start)
            cut = start + _HEAD_BYTES + length
            start, before = cut + payload, start
            if start > end or kind not in _KINDS:
                start = before
                break
            meta = bytes(view[before + _HEAD_BYTES : cut])
            pieces: List[Any] = []
            if payload:
                for size in piece_lengths(kind, operation, flags, meta, payload):
                    pieces.append(staging[cut : cut + size])
                    cut += size
            frames.append(Frame(kind, operation, flags, number, meta, pieces))
        self._start = start

    def _next(self) -> Optional[Frame]:
        if self._head is None:
            if self._end - self._start < HEAD.size:
                return None
            self._head = self._checked(HEAD.unpack_from(self.staging, self._start))
            self._start += HEAD.size
        if self._meta is None:
            self._meta = self._take(self._head[4])
        if self._targets:
            return None
        if not self._pieces and self._head[5]:
            self._cut()
            if self._targets:
                return None
        kind, operation, flags, number = self._head[:4]
        frame = Frame(kind, operation, flags, number, bytes(self._meta), self._pieces)
        self._head, self._meta, self._pieces = None, None, []
        return frame

    def _checked(self, head: Tuple[int, ...]) -> Tuple[int, ...]:
        kind, _, _, _, meta, payload = head
        if kind not in _KINDS:
            raise ProtocolError(f'The server sent a frame of an unknown kind, {kind}')
        if meta > MAX_META or payload > self.limit:
            raise ProtocolError(f'The server sent a frame of {meta} and {payload} bytes, which is over the limit')
        return head

    def _cut(self) -> None:
        kind, operation, flags, _, _, payload = self._head or (0,) * 6
        for length in piece_lengths(kind, operation, flags, bytes(self._meta or b''), payload):
            self._pieces.append(self._take(length))

    def _take(self, length: int) -> Any:
        """The next part: memory of its own, filled as far as bytes are here; the rest of it is a target."""
        here = min(length, self._end - self._start)
        piece = bytearray(length) if length == here else memory(length)
        view = memoryview(piece)
        view[:here] = self.view[self._start : self._start + here]
        self._start += here
        if here < length:
            self._targets.append(view[here:])
        return piece
