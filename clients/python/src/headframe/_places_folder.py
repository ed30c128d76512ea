"""The folder of blobs: values are read from its files, and written into new ones."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from operator import add
from typing import Any, Dict, List, Optional, Sequence, Tuple, Union

from ._places_errors import PlaceGone, PlaceUnusable
from ._places_mapping import map_file
from ._places_metas import PlacedAnswer
from ._places_system import is_own_file, open_file, open_folder

Buffer = Union[bytes, bytearray, memoryview]

_PAGE = 4096
"""Buffers begin at multiples of so many bytes."""
_READ = 16 * 1024
"""Documents up to so many bytes are read: the first look at a mapped page takes longer."""
_MOST_DOCUMENTS = 64
_KEPT_DOCUMENT = 1024
"""Documents that a folder keeps, and the longest of them in bytes."""
_MOST_PIECES = 512
_CHALLENGE = re.compile(r'[0-9a-f]{16}\.challenge')
_PROOF = re.compile(rb'[0-9a-f]{64}')
_PADDING = bytes(_PAGE)


class Folder:
    """
    A folder of blobs, open as long as somebody uses it.

    :raises OSError: when it is not a folder of the client's user on this machine.
    """

    def __init__(self, path: str, challenge: str):
        self._descriptor: Optional[int] = None
        self._documents: Dict[str, bytes] = {}
        if not _CHALLENGE.fullmatch(challenge):
            raise OSError('The name of the challenge is malformed')
        self._challenge = challenge
        self._prefix = challenge.partition('.')[0]
        self._descriptor = open_folder(path)

    def __del__(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)

    def proof(self) -> str:
        """What the challenge says: that this is the host's folder, and its user the host's. Raises OSError."""
        file = open_file(self._challenge, os.O_RDONLY, self._descriptor)
        try:
            state = os.fstat(file)
            said = os.read(file, 65) if is_own_file(state) and not state.st_mode & 0o077 else b''
        finally:
            os.close(file)
        if not _PROOF.fullmatch(said):
            raise OSError('The challenge is malformed')
        return said.decode('ascii')

    def parts(self, placed: PlacedAnswer) -> List[Buffer]:
        """
        A value's document and buffers: read-only views of its file, but for a short document.

        :raises PlaceGone: when there is no such file any more.
        :raises PlaceUnusable: when it is not what it is said to be, or cannot be opened or mapped here.
        """
        offsets, lengths = placed.offsets, placed.lengths
        end = max(map(add, offsets, lengths))
        try:
            file = open_file(placed.id, os.O_RDONLY, self._descriptor)
        except FileNotFoundError:
            raise PlaceGone(f'{placed.id} is gone') from None
        except OSError as error:
            raise PlaceUnusable(f'{placed.id} cannot be opened: {error}') from error
        try:
            state = os.fstat(file)
            if not is_own_file(state) or state.st_size < end:
                raise PlaceUnusable(f'{placed.id} is not what the host says')
            view = map_file(file, end)
            document: Buffer
            if lengths[0] <= _READ:
                document = self._document(placed, file)
            else:
                document = view[offsets[0] : offsets[0] + lengths[0]]
        finally:
            os.close(file)
        if len(lengths) == 2:
            return [document, view[offsets[1] : offsets[1] + lengths[1]]]
        return [document, *(view[start : start + length] for start, length in zip(offsets[1:], lengths[1:]))]

    def _document(self, placed: PlacedAnswer, file: int) -> bytes:
        """A short document. That of a file never changes: the last ones are kept."""
        document = self._documents.get(placed.id)
        if document is None:
            document = os.pread(file, placed.lengths[0], placed.offsets[0])
            if len(self._documents) >= _MOST_DOCUMENTS:
                self._documents.clear()
            if len(document) <= _KEPT_DOCUMENT:
                self._documents[placed.id] = document
        return document

    def write(self, pieces: Sequence[Buffer]) -> Tuple[str, List[int]]:
        """
        Writes a document and buffers into a new file; its name, and where each of them begins.

        :raises OSError: when that fails; then there is no such file.
        """
        name = f'{self._prefix}{secrets.token_hex(8)}.tmp'
        file = open_file(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, self._descriptor)
        try:
            offsets, padded = _lay_out(pieces)
            _write_all(file, padded)
        except BaseException:
            self.remove(name)
            raise
        finally:
            os.close(file)
        return name, offsets

    def remove(self, name: str) -> None:
        """Removes a file that was not committed; the host does so too, when the session ends."""
        with suppress(OSError):
            os.unlink(name, dir_fd=self._descriptor)


def _lay_out(pieces: Sequence[Buffer]) -> Tuple[List[int], List[Any]]:
    """Where each piece begins, and what is written, with zeros between the pieces and none behind the last."""
    offsets: List[int] = []
    padded: List[Any] = []
    end = 0
    for piece in pieces:
        if len(piece) == 0:
            offsets.append(0)
            continue
        start = -(-end // _PAGE) * _PAGE
        if start > end:
            padded.append(_PADDING[: start - end])
        offsets.append(start)
        padded.append(memoryview(piece).cast('B'))
        end = start + len(piece)
    return offsets, padded


def _write_all(file: int, pieces: List[Any]) -> None:
    first = 0
    while first < len(pieces):
        written = os.writev(file, pieces[first : first + _MOST_PIECES])
        while first < len(pieces) and written >= len(pieces[first]):
            written -= len(pieces[first])
            first += 1
        if written:
            pieces[first] = pieces[first][written:]
