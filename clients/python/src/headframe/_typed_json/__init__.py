"""
Typed JSON (docs/reference/typed-json.md): Python's data as JSON text and numbered buffers, exactly.

`encode` gives a document and the raw data that it names by number; `decode` is the reverse, `decode_tree` for what was
parsed already. Nothing here runs code that a document names: what is no data is refused both ways.
"""

from ._reader import BYTES_DOCUMENT, decode, decode_plain, decode_tree
from ._writer import encode

__all__ = ['BYTES_DOCUMENT', 'decode', 'decode_plain', 'decode_tree', 'encode']
