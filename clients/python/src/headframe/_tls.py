"""TLS (RFC 8446, RFC 5246): which host is the right one. Python's ssl is loaded when a connection wants it."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple, Optional

from ._errors import DisconnectedError


class Trust(NamedTuple):
    """Whom to trust; without both, a host whose certificate the system trusts for its name."""

    ca: Optional[str] = None
    """A file of certificates (PEM) that are trusted instead of the system's."""
    fingerprint: Optional[str] = None
    """The SHA-256 of the host's certificate in hexadecimal digits: that one is trusted, whatever its name is."""

    def context(self) -> Any:
        """An `ssl.SSLContext`. Raises OSError when the file cannot be read."""
        import ssl

        context = ssl.create_default_context(cafile=self.ca)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.fingerprint is not None:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    def check(self, certificate: Optional[bytes]) -> None:
        """Raises DisconnectedError when this is not the host's certificate (DER): nothing is to be told to it."""
        if self.fingerprint is None:
            return
        found = hashlib.sha256(certificate or b'').hexdigest()
        if found != self.fingerprint.replace(':', '').lower():
            raise DisconnectedError(f"The host's certificate has another fingerprint: {found}")


NO_TRUST = Trust()
"""Nothing was said of whom to trust."""
