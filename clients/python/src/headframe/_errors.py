"""The exceptions of the client: those that the host answers with, and its own."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional, Type

__all__ = [
    'AuthenticationError',
    'ClosedError',
    'ConflictError',
    'DisconnectedError',
    'HeadframeError',
    'LockedError',
    'NotConvertibleError',
    'NotFoundError',
    'ProtocolError',
    'RequestTimeoutError',
    'VetoedError',
    'error_of',
]


class HeadframeError(Exception):
    """
    Something that the host or the client refused or failed to do.

    `code` is one of the host's codes (docs/reference/errors.md) or of the client's own: `DISCONNECTED`, `TIMEOUT`,
    `CLOSED`, `PROTOCOL`. `data` is what the host sent along, a dict, or None.
    """

    default_code = 'INTERNAL'

    def __init__(self, message: str, code: Optional[str] = None, data: Optional[Mapping[str, Any]] = None):
        super().__init__(message)
        self.code = self.default_code if code is None else code
        self.message = message
        self.data = data

    def __str__(self) -> str:
        return f'{self.code}: {self.message}'

    def __reduce__(self) -> Any:
        return (type(self), (self.message, self.code, self.data))


class NotFoundError(HeadframeError, KeyError):
    """There is no such variable."""

    default_code = 'NOT_FOUND'


class ConflictError(HeadframeError):
    """The variable is no longer at the revision that the write was based on; `data` shows both."""

    default_code = 'CONFLICT'


class LockedError(HeadframeError):
    """Another session holds a lock on the variable."""

    default_code = 'LOCKED'


class VetoedError(HeadframeError):
    """A plugin refused the write."""

    default_code = 'VETOED'


class AuthenticationError(HeadframeError, PermissionError):
    """No token, a wrong one, or one whose role does not allow this: `UNAUTHENTICATED`, `FORBIDDEN`."""

    default_code = 'UNAUTHENTICATED'


class NotConvertibleError(HeadframeError, TypeError):
    """A value is not data: typed JSON has no form for it."""

    default_code = 'NOT_CONVERTIBLE'


class DisconnectedError(HeadframeError, ConnectionError):
    """The connection ended before the answer came: whether a write took effect is not known."""

    default_code = 'DISCONNECTED'


class RequestTimeoutError(HeadframeError, TimeoutError):
    """No answer came in time."""

    default_code = 'TIMEOUT'


class ClosedError(HeadframeError):
    """The client was closed."""

    default_code = 'CLOSED'


class ProtocolError(HeadframeError):
    """The server sent what the framed dialect does not allow, or speaks another version of it."""

    default_code = 'PROTOCOL'


_CLASSES: Dict[str, Type[HeadframeError]] = {
    **{
        known.default_code: known
        for known in (
            NotFoundError,
            ConflictError,
            LockedError,
            VetoedError,
            AuthenticationError,
            NotConvertibleError,
            DisconnectedError,
            RequestTimeoutError,
            ClosedError,
            ProtocolError,
        )
    },
    'FORBIDDEN': AuthenticationError,
}


def error_of(code: str, message: str, data: Optional[Mapping[str, Any]] = None) -> HeadframeError:
    """The exception of a code, as the host sends it."""
    return _CLASSES.get(code, HeadframeError)(message, code, data)
