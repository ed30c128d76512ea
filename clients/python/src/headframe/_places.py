"""The data plane of a client: values in files instead of on the socket, and values that need not be asked for again."""

from __future__ import annotations

from typing import Any, Mapping, NamedTuple, Optional, Sequence, Tuple, Union

from ._cache import Cache
from ._errors import HeadframeError
from ._places_errors import PlaceUnusable
from ._places_folder import Folder
from ._places_metas import NO_SLOT, PlacedAnswer, placed_set_meta, read_placed
from ._places_system import supports_places
from ._protocol import MAX_META, PLACE, REVISION, SET
from ._requests import Answer, Request, command, level_flags, read_value
from ._values import Parts, Values
from ._versions import VersionTable

Buffer = Union[bytes, bytearray, memoryview]

ATTEMPTS = 3
"""How often a place is asked for, before the value comes by the socket."""
CACHE_BYTES = 64 * 1024 * 1024
_PLACED_FROM = 64 * 1024
"""Values of so many bytes are written into files."""
_MOST_BUFFERS = MAX_META // 32
_REFUSALS = frozenset(('BLOB_REFUSED', 'BAD_META', 'PLACES_REFUSED'))


def cache_limit(given: Union[bool, int]) -> int:
    """Bytes that a client may keep. True: the usual; False: none."""
    return CACHE_BYTES if given is True else int(given)


class Claim(NamedTuple):
    """What a client that can read the challenge asks for."""

    request: Request
    folder: Folder
    versions: str


class Places:
    """
    Places, as far as the host grants them to the present session. Usable from all threads.

    :param wanted: whether to use them.
    :param limit: bytes that the cache may take.
    """

    def __init__(self, values: Values, wanted: bool, limit: int):
        self.cache = Cache(limit)
        self._values = values
        self._wanted = wanted and supports_places()
        self._folder: Optional[Folder] = None
        self._path = ''
        self._versions: Optional[VersionTable] = None

    def claim(self, greeting: Mapping[str, Any]) -> Optional[Claim]:
        """What to ask of a host that offers places; None where that is of no use. A session before this is over."""
        self.end()
        offer = greeting.get('places')
        if not self._wanted or not isinstance(offer, dict):
            return None
        try:
            folder = Folder(offer['directory'], offer['challenge'])
            return Claim(command('use_places', {'proof': folder.proof()}), folder, offer['versions'])
        except (KeyError, OSError, TypeError, ValueError):
            return None  # in a container, as another user, behind a tunnel: the socket does

    def begin(self, claim: Claim) -> None:
        """The host has granted it."""
        self._path = claim.versions
        self._map_versions()
        self._folder = claim.folder

    def end(self) -> None:
        """The session is over, and with it what was granted."""
        self._folder = self._versions = None
        self._path = ''
        self.cache.clear()

    def after_fork(self) -> None:
        """In a forked process, which has a session of its own."""
        self._folder = self._versions = None
        self.cache.after_fork()

    def read(self, name: str, answer: Answer) -> Any:
        """
        The value that a get answered with, kept if it can be.

        :raises PlaceGone: when it is to be asked for again.
        :raises PlaceUnusable: when it is to be asked for without the flag of places.
        """
        flags, meta, pieces = answer
        if not flags & PLACE:
            return read_value(self._values, answer)
        placed = read_placed(meta)
        parts: Sequence[Any] = self._parts(placed) if placed.id else pieces
        value = self._values.load(placed.method, parts[0] if parts else b'', parts[1:])
        if placed.slot != NO_SLOT:
            held = sum(placed.lengths) if placed.id else 0
            self._keep(name, value, held, placed)
        return value

    def wants(self, parts: Parts, level: Optional[str]) -> bool:
        """Whether a value is to be written into a file."""
        _, document, buffers = parts
        if self._folder is None or level == 'volatile' or len(buffers) >= _MOST_BUFFERS:
            return False
        return len(document) + sum(map(len, buffers)) >= _PLACED_FROM

    def write(self, parts: Parts, if_revision: Optional[int], level: Optional[str]) -> Optional[PlacedFile]:
        """A value's parts in a new file, to be committed; None when the socket is the better way."""
        folder = self._folder
        if folder is None or not self.wants(parts, level):
            return None
        method, document, buffers = parts
        pieces = (document, *buffers)
        try:
            name, offsets = folder.write(pieces)
        except OSError:
            return None  # no room, no right: the host says so if it matters
        flags = PLACE | method | level_flags(level) | (0 if if_revision is None else REVISION)
        return PlacedFile(folder, name, flags, tuple(map(len, pieces)), tuple(offsets), if_revision)

    def _parts(self, placed: PlacedAnswer) -> Sequence[Buffer]:
        folder = self._folder
        if folder is None:
            raise PlaceUnusable('the session ended meanwhile')
        return folder.parts(placed)

    def _keep(self, name: str, value: Any, held: int, placed: PlacedAnswer) -> None:
        versions = self._versions
        if versions is not None and not versions.alive:
            versions = self._map_versions()
        if versions is not None:
            self.cache.put(name, value, held, versions, placed.slot, placed.revision)

    def _map_versions(self) -> Optional[VersionTable]:
        """The table that has the name now."""
        try:
            versions = VersionTable(self._path)
        except (OSError, ValueError):
            versions = None
        self._versions = versions
        return versions


class PlacedFile(NamedTuple):
    """A file that was written and is to be committed."""

    folder: Folder
    file: str
    flags: int
    lengths: Tuple[int, ...]
    offsets: Tuple[int, ...]
    if_revision: Optional[int]

    def request(self, name: str) -> Request:
        """Asks to commit it as the value of a variable."""
        meta = placed_set_meta(name.encode(), self.lengths, self.offsets, self.file, self.if_revision)
        return SET, self.flags, meta, (), False

    def discard(self) -> None:
        """Removes it, if it was not committed."""
        self.folder.remove(self.file)

    def refused(self, error: BaseException) -> bool:
        """After any error the file goes. Whether the value may be sent instead."""
        self.discard()
        return isinstance(error, HeadframeError) and error.code in _REFUSALS
