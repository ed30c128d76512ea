"""Writes one JSON line a sample: its label, kind, Python type, dimensions, and pickles of all protocols as base64."""
import base64, collections, datetime, decimal, enum, fractions, json, pickle, sys, uuid
import cloudpickle, numpy as np, pandas as pd


class Point:
    def __init__(self):
        self.x = 1


class Colour(enum.Enum):
    RED = 1


def square(x):
    return x * x


M = 'pandas._libs.tslibs.'
samples = [
    ('none', None, 'none', 'NoneType', None),
    ('true', True, 'boolean', 'bool', None),
    ('small int', 1, 'numeric', 'int', None),
    ('big int', -2**70, 'numeric', 'int', None),
    ('float', 1.5, 'numeric', 'float', None),
    ('complex', 1j, 'numeric', 'complex', None),
    ('decimal', decimal.Decimal('1.1'), 'numeric', 'decimal.Decimal', None),
    ('fraction', fractions.Fraction(1, 3), 'numeric', 'fractions.Fraction', None),
    ('text', 'a', 'string', 'str', None),
    ('wide text', '变量' * 1000, 'string', 'str', None),
    ('bytes', b'a\xff', 'bytes', 'bytes', None),
    ('no bytes', b'', 'bytes', 'bytes', None),
    ('bytearray', bytearray(b'a'), 'bytes', 'bytearray', None),
    ('list', [1, [2]], 'sequence', 'list', None),
    ('long list', list(range(210_000)), 'sequence', 'list', None),
    ('no tuple', (), 'sequence', 'tuple', None),
    ('pair', ([1], {}), 'sequence', 'tuple', None),
    ('pair of long lists', (list(range(110_000)), list(range(110_000))), 'sequence', 'tuple', None),
    ('long tuple', tuple(range(210_000)), 'sequence', 'tuple', None),
    ('range', range(3), 'sequence', 'range', None),
    ('deque', collections.deque([1]), 'sequence', 'collections.deque', None),
    ('dict', {'a': 1}, 'mapping', 'dict', None),
    ('records', {str(i): [i] for i in range(60_000)}, 'mapping', 'dict', None),
    ('ordered dict', collections.OrderedDict(a=1), 'mapping', 'collections.OrderedDict', None),
    ('default dict', collections.defaultdict(list, a=[1]), 'mapping', 'collections.defaultdict', None),
    ('counter', collections.Counter('aab'), 'mapping', 'collections.Counter', None),
    ('set', {1}, 'set', 'set', None),
    ('frozenset', frozenset([1]), 'set', 'frozenset', None),
    ('datetime', datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc), 'datetime', 'datetime.datetime', None),
    ('date', datetime.date(2020, 1, 1), 'datetime', 'datetime.date', None),
    ('time', datetime.time(1), 'datetime', 'datetime.time', None),
    ('timedelta', datetime.timedelta(1), 'datetime', 'datetime.timedelta', None),
    ('timestamp', pd.Timestamp('2020', tz='UTC'), 'datetime', M + 'timestamps.Timestamp', None),
    ('pandas timedelta', pd.Timedelta(1), 'datetime', M + 'timedeltas.Timedelta', None),
    ('nat', pd.NaT, 'datetime', M + 'nattype.NaTType', None),
    ('numpy float', np.float64(1), 'numeric', 'numpy.float64', None),
    ('numpy bool', np.bool_(1), 'boolean', 'numpy.bool_', None),
    ('numpy text', np.str_('abc'), 'string', 'numpy.str_', None),
    ('numpy date', np.datetime64('2020'), 'datetime', 'numpy.datetime64', None),
    ('array', np.zeros(3), 'array', 'numpy.ndarray', 1),
    ('matrix of zeros', np.zeros((2, 3), order='F'), 'array', 'numpy.ndarray', 2),
    ('3-D', np.zeros((2, 3, 4), 'i4')[:, ::2], 'array', 'numpy.ndarray', 3),
    ('0-D', np.array(1), 'array', 'numpy.ndarray', 0),
    ('empty array', np.zeros((0, 4)), 'array', 'numpy.ndarray', 2),
    ('object array', np.array([[1, 'a']], object), 'array', 'numpy.ndarray', 2),
    ('dates', np.array(['2020'], 'M8[D]'), 'array', 'numpy.ndarray', 1),
    ('masked', np.ma.array([[1, 2]], mask=[[0, 1]]), 'array', 'numpy.ma.core.MaskedArray', 2),
    ('data frame', pd.DataFrame({'a': [1], 'b': ['x']}), 'table', 'pandas.core.frame.DataFrame', None),
    ('series', pd.Series([1, 2]), 'series', 'pandas.core.series.Series', None),
    ('index', pd.Index(['a']), 'array', 'pandas.core.indexes.base.Index', None),
    ('categorical', pd.Categorical(['a']), 'array', 'pandas.core.arrays.categorical.Categorical', None),
    ('builtin function', len, 'function', 'function', None),
    ('function', square, 'function', 'function', None),
    ('lambda', lambda x: x, 'function', 'function', None),
    ('builtin class', int, 'class', 'type', None),
    ('class', Point, 'class', 'type', None),
    ('object', Point(), 'object', 'Point', None),
    ('module', json, 'object', 'module', None),
    ('exception', ValueError('x'), 'object', 'ValueError', None),
    ('uuid', uuid.uuid4(), 'object', 'uuid.UUID', None),
    ('ellipsis', ..., 'object', 'ellipsis', None),
]
for label, value, kind, python_type, ndim in samples:
    pickles = []
    long = label.startswith('long') or label.startswith('pair of long') or label == 'records'
    for protocol in (0, 2, 5) if long else range(6):
        for dumps in (pickle.dumps,) if long else (pickle.dumps, cloudpickle.dumps):
            try:
                pickles.append(base64.b64encode(dumps(value, protocol)).decode())
            except Exception:
                if dumps is pickle.dumps and protocol >= 2 and label not in ('lambda', 'module'):
                    raise
    print(json.dumps({'label': label, 'kind': kind, 'type': python_type, 'ndim': ndim, 'pickles': pickles}))
