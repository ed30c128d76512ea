"""
Typed JSON (docs/reference/typed-json.md): Python's data as JSON text and numbered buffers, exactly.

`encode` gives a document and the raw data that it names by number; `decode` is the reverse. Nothing here runs code that
a document names: what is no data is refused both ways.
"""

from ._reader import decode
from ._writer import encode

__all__ = ['decode', 'encode']
