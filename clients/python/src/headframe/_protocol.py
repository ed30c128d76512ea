"""The numbers of the framed dialect (docs/reference/framed.md)."""

from struct import Struct

PREAMBLE = b'headframe/1\n'

HEAD = Struct('<BBHIIQ')
"""Kind, operation, flags, id, length of the meta, length of the payload."""

REQUEST, ANSWER, ERROR, NOTIFICATION = 1, 2, 3, 4

COMMAND, GET, SET, DELETE, PING, GET_MANY, SET_MANY, DELETE_MANY = range(8)
DATA_CHANGED, DATA_DELETED, SETTINGS_CHANGED, HEARTBEAT, GO_AWAY = range(16, 21)

JSON_IN_PAYLOAD = 1
REVISION = 4
PLACE = 8
PICKLE, TYPED_JSON = 1, 2
METHODS = {'pickle': PICKLE, 'json': TYPED_JSON}
LEVELS = {None: 0, 'volatile': 1 << 4, 'written': 2 << 4, 'synced': 3 << 4}

MAX_META = 1024 * 1024
MAX_BATCH = 8192
MAX_PAYLOAD = 16 * 1024**3
"""What the client takes at once: as much as a host holds, unless it was set otherwise. Bytes."""
