"""
What a client knows of the workspace: each variable and the revision that its listeners were told of.

Pure: notifications and lists of metadata go in, changes to tell come out. Each variable's last state is told once, also
over broken connections and restarts of the host.
"""

from __future__ import annotations

import re
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Sequence

from ._change import Change
from ._errors import ProtocolError
from ._frame import Frame
from ._json import read_json
from ._protocol import DATA_DELETED


class Subscription(NamedTuple):
    """What a client wants to be told of."""

    names: Optional[Sequence[str]] = None
    """Patterns of names; all when None."""
    kinds: Optional[Sequence[str]] = None
    """Kinds of values; all when None."""
    inline: int = 0
    """Values up to so many bytes come along, at most 4096."""

    def as_params(self) -> Dict[str, Any]:
        """As the host takes it."""
        params: Dict[str, Any] = {'inline': self.inline} if self.inline else {}
        if self.names is not None:
            params['names'] = list(self.names)
        if self.kinds is not None:
            params['kinds'] = list(self.kinds)
        return params


def name_matcher(pattern: str) -> Callable[[str], bool]:
    """Whether a name matches a pattern, in which `*` stands for any characters and `?` for one."""
    parts = ('.*' if character == '*' else '.' if character == '?' else re.escape(character) for character in pattern)
    matches = re.compile(''.join(parts), re.DOTALL).fullmatch
    return lambda name: matches(name) is not None


class View:
    """The variables that match a subscription, by name and revision."""

    def __init__(self, subscription: Subscription):
        self.revisions: Dict[str, int] = {}
        self._workspace: Optional[str] = None
        self._revision = 0
        self._kinds = subscription.kinds
        self._matchers = None if subscription.names is None else [name_matcher(name) for name in subscription.names]

    @property
    def since(self) -> Optional[Dict[str, Any]]:
        """Where the client stands, for its next hello; None before the first."""
        return None if self._workspace is None else {'workspace': self._workspace, 'revision': self._revision}

    def needs_reading(self, greeting: Mapping[str, Any]) -> bool:
        """Whether the list of variables has to be read anew, as the answer to a hello says."""
        return self._workspace is None or bool(greeting.get('resync'))

    def read(self, greeting: Mapping[str, Any], metadata: Mapping[str, Dict[str, Any]]) -> List[Change]:
        """Takes the list of variables; what is different from what was told, by revision. Nothing at the first time."""
        first, another = self._workspace is None, greeting['workspace'] != self._workspace
        known, self.revisions = self.revisions, {}
        self._workspace, self._revision = greeting['workspace'], greeting['revision']
        changes: List[Change] = []
        for name, described in metadata.items():
            if not self._wants(name, described):
                continue
            revision = self.revisions[name] = described['revision']
            if another or known.get(name) != revision:
                kind = 'changed' if name in known else 'created'
                provider = described.get('provider')
                changes.append(Change(name, revision, kind, False, provider, False, described, None, None))
        for name in known:
            if name not in self.revisions:
                changes.append(Change(name, self._revision, 'deleted', True, None, False, {}, None, None))
        return [] if first else sorted(changes, key=lambda change: change.revision)

    def notified(self, frame: Frame, own: Callable[[Optional[str]], bool]) -> Optional[Change]:
        """
        Takes a notification of a variable; what is to be told of it.

        :param own: whether a session is one of this client's.
        """
        said = read_json(frame.meta)
        try:
            name, revision, session = said['name'], said['revision'], said['session']
            change, provider = said['change'], said['provider']
        except KeyError as error:
            raise ProtocolError(f'A notification has no {error}') from None
        self._revision = max(self._revision, revision)
        known = self.revisions.get(name)
        if known is not None and revision <= known:
            return None
        if frame.operation == DATA_DELETED:
            if self.revisions.pop(name, None) is None:
                return None
            return Change(name, revision, change, True, provider, own(session), {}, None, None)
        metadata = said.get('metadata') or {}
        self.revisions[name] = revision
        parts = list(frame.pieces) if 'value' in said else None
        return Change(name, revision, change, False, provider, own(session), metadata, said.get('from'), parts)

    def _wants(self, name: str, metadata: Mapping[str, Any]) -> bool:
        if self._kinds is not None and metadata.get('kind') not in self._kinds:
            return False
        return self._matchers is None or any(matches(name) for matches in self._matchers)
