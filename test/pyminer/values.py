"""The values that travel: every call of `all_values` builds the same ones, in every process."""

import collections
import datetime
import decimal
import fractions
import pathlib
import uuid
from typing import Any, Callable, NamedTuple, Optional

from compare import difference
from values_arrays import arrays
from values_code import code
from values_tables import tables


class Entry(NamedTuple):
    """A value, its name, and for code a function that uses the value: both sides must give the same."""

    name: str
    value: Any
    probe: Optional[Callable[[Any], Any]] = None

    def differs(self, copy):
        """Where a copy is not this value; `None` when it is."""
        if self.probe is None:
            return difference(self.value, copy)
        return difference(self.probe(self.value), self.probe(copy))


def all_values():
    """All values but the big arrays, as `Entry`s with unique names that are Python identifiers."""
    groups = (scalars, texts, containers, recursive, times, library, arrays, tables)
    plain = [Entry(f'{group.__name__}_{name}', value) for group in groups for name, value in group().items()]
    return plain + [Entry(f'code_{name}', value, probe) for name, (value, probe) in code().items()]


def scalars():
    integers = {0, 1, -1, 255, 256, -128, -129, 65535, 65536, -65536, 10**18}
    for bits in (15, 31, 32, 53, 63, 64):
        integers |= {2**bits - 1, 2**bits, 2**bits + 1, -(2**bits) - 1, -(2**bits), -(2**bits) + 1}
    inf = float('inf')
    values = {f'int{number}'.replace('-', '_minus'): number for number in sorted(integers)}
    values.update(huge=2**1000, huge_minus=-(2**1000), true=True, false=False, none=None, ellipsis=...)
    values.update(complex=complex(1.5, -0.0))
    floats = (0.0, -0.0, 1.0, 0.1, 1e-320, 1.7976931348623157e308, inf, -inf, float('nan'))
    values.update({f'float{position}': number for position, number in enumerate(floats)})
    return values


def texts():
    return {
        'empty': '',
        'ascii': 'plain text',
        'quotes': 'a"b\\c\'d\n\r\t\0end',
        'chinese': '变量 π ß',
        'astral': '🐍' * 40,
        'lone_surrogate': 'a\ud800b',
        'mark': '\ufeffabc',
        'terminator': 'PMEND' * 200,
        'medium': 'ä' * 300,
        'long': 'line\n' * 20000,
        'bytes_empty': b'',
        'bytes': bytes(range(256)),
        'bytes_long': bytes(range(256)) * 300,
        'bytearray': bytearray(b'\x80\x04N.PMEND'),
    }


def containers():
    shared = [1, 2]
    nested = []
    for level in range(50):
        nested = [level, {'inner': nested}]
    return {
        'list_empty': [],
        'tuple_empty': (),
        'dict_empty': {},
        'list': [1, 'two', 3.0, None, (4, [5])],
        'list_long': list(range(5000)),
        'tuples': [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
        'dict_keys': {1: 'a', '1': 'b', (1, 2): 'c', None: 'd', 1.5: 'e', b'k': 'f', '__proto__': 'g'},
        'dict_long': {f'key{number}': number * 0.5 for number in range(3000)},
        'sets': [set(), {1, 2, 3}, frozenset({'a', 'b'}), frozenset()],
        'nested': nested,
        'shared': [shared, shared, {'again': shared}],
        'none_inside': [None, {'x': None}],
        'ordered': collections.OrderedDict([('b', 1), ('a', 2)]),
        'default': collections.defaultdict(list, {'x': [1]}),
        'counter': collections.Counter('abracadabra'),
        'deque': collections.deque([1, 2, 3], maxlen=5),
        'range_slice': [range(1, 10, 3), slice(1, None, 2)],
    }


def recursive():
    ring, mapping, inside, pair = [], {}, [], ([], {})
    ring.append(ring)
    mapping['self'] = mapping
    around = (inside, 1)
    inside.append(around)
    pair[0].append(pair[1])
    pair[1]['back'] = pair[0]
    return {'list': ring, 'dict': mapping, 'tuple': around, 'pair': pair, 'ring_twice': [ring, ring]}


def times():
    zone = datetime.timezone(datetime.timedelta(hours=5, minutes=45), 'Kathmandu')
    return {
        'date': datetime.date(2020, 2, 29),
        'time': datetime.time(23, 59, 59, 999999),
        'naive': datetime.datetime(1969, 7, 20, 20, 17, 40, 123456),
        'aware': datetime.datetime(2021, 10, 31, 2, 30, tzinfo=zone),
        'utc': datetime.datetime(2038, 1, 19, 3, 14, 8, tzinfo=datetime.timezone.utc),
        'delta': datetime.timedelta(days=-1, seconds=1, microseconds=1),
        'zone': zone,
    }


def library():
    return {
        'decimal': [decimal.Decimal('1.10'), decimal.Decimal('-Infinity')],
        'fraction': fractions.Fraction(-22, 7),
        'uuid': uuid.UUID('12345678-1234-5678-1234-567812345678'),
        'path': pathlib.PurePosixPath('/a/b'),
        'builtins': [len, int, KeyError, collections.OrderedDict],
        'exception': [repr(ValueError('reason', 3)), ZeroDivisionError],
    }
