"""The corpus of pickles: objects by group, written at every protocol, and compared after a round trip.

    corpus.py write OUT [GROUP...]   packs the pickles of this Python's libraries into one gzipped file
    corpus.py check FILE             reads packed entries and compares what they load to with their object, type for type

Objects are made anew from their expressions, so that a pickle made by one library version is checked under another. What
some pickles never held (fold below protocol 4, Python 2's order of a dict) is held against the original pickle instead.
"""
import collections
import datetime
import decimal
import fractions
import gzip
import io
import json
import math
import pickle
import struct
import sys
import uuid

try:
    import numpy as np
except ImportError:
    np = None
try:
    import pandas as pd
except ImportError:
    pd = None
try:
    import cloudpickle
except ImportError:
    cloudpickle = None
try:
    import zoneinfo
except ImportError:
    zoneinfo = None

D = datetime


class Plain(object):
    def __init__(self, **kw):
        self.__dict__.update(kw)

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__


class Slotted(object):
    __slots__ = ('a', 'b')

    def __init__(self, a, b):
        self.a, self.b = a, b


class SubDict(dict):
    pass


class SubList(list):
    pass


Point = collections.namedtuple('Point', 'x y')


def recursive_list():
    x = [1]
    x.append(x)
    return x


def recursive_dict():
    x = {'a': 1}
    x['self'] = x
    return x


def recursive_tuple():
    x = ([],)
    x[0].append(x)
    return x


def recursive_long_tuple():
    x = ([], 1, 2, 3, 4)
    x[0].append(x)
    return x


def shared():
    x = [1, 2]
    return [x, x, {'k': x}, (x,)]


def recursive_default():
    x = collections.defaultdict(list)
    x['me'] = x
    return x


def recursive_array():
    x = np.array([None, 1], dtype=object)
    x[0] = [x]
    return x


GROUPS = collections.OrderedDict()
GROUPS['int'] = '''
0
1
-1
255
256
65535
65536
2**31-1
2**31
-2**31
-2**31-1
2**53
2**53+1
-2**53-1
2**63
-2**63
2**64
10**30
-10**30
2**2040
-2**2040
2**3000-1
[0,1,127,128,255,256,-128,-129]
'''
GROUPS['float'] = '''
0.0
-0.0
1.0
0.1
-1.5
1e300
-1e300
5e-324
1e16
float(2**53)
float('inf')
float('-inf')
float('nan')
[1.0,1,2.5]
'''
GROUPS['str'] = r'''
u''
u'a'
u'hello world'
u'\ufeffabc'
u'\u00e9\u00fc'
u'\u4e2d\u6587'
u'\U0001f600'
u'\ud800'
u'a\udcffb'
u'line\nfeed\r\t\0'
u'back\\slash \\u0041'
u'quote"\''
u'x'*255
u'x'*256
u'x'*70000
u'\u00e9'*200
[u'same',u'same']
u'\ufffd'
'''
GROUPS['constants'] = '''
None
True
False
1j
complex(1.5,-2)
complex(float('nan'),float('inf'))
Ellipsis
NotImplemented
range(5)
slice(1,10,2)
'''
GROUPS['bytes'] = r'''
b''
b'abc'
b'\x00\xff\x80'
b'x'*256
b'\n.\x80'*1000
bytes(bytearray(range(256)))
bytearray()
bytearray(b'abc')
bytearray(b'\xff'*300)
[b'a',b'a',bytearray(b'a')]
'''
GROUPS['list and tuple'] = '''
[]
[1]
[1,2,3]
list(range(1001))
[[[]]]
()
(1,)
(1,2)
(1,2,3)
(1,2,3,4)
((),((),))
[(1,[2]),{3:(4,)}]
recursive_list()
recursive_tuple()
recursive_long_tuple()
shared()
[None]*5000
'''
GROUPS['set'] = '''
set()
{1,2,3}
{u'a',1.5,(1,2)}
frozenset()
frozenset([1,2])
{frozenset([1]),frozenset()}
set(range(2000))
'''
GROUPS['dict'] = '''
{}
{u'a':1}
{1:2,u'1':3}
{(1,2):u'x'}
{None:1,True:2}
{u'__proto__':1,u'constructor':2,u'prototype':3}
{u'then':1,u'toJSON':2}
{u'$type':u'dict'}
{u'$type':{u'$type':u'int'}}
{u'10':1,u'9':2,u'a':3}
{i:str(i) for i in range(1500)}
{1.5:1,b'k':2}
recursive_dict()
{2**70:1}
{u'':0,u' ':1}
{u'\\ud800':1}
'''
GROUPS['collections'] = '''
collections.OrderedDict()
collections.OrderedDict([(u'b',1),(u'a',2)])
collections.OrderedDict([((1,),2)])
collections.Counter(u'abca')
collections.Counter({u'a':-1})
collections.defaultdict(list,{u'a':[1]})
collections.defaultdict(int)
collections.defaultdict(None,{1:2})
collections.deque()
collections.deque([1,2,3])
collections.deque([1,2,3],5)
recursive_default()
'''
GROUPS['datetime'] = '''
D.date(2020,2,29)
D.date(1,1,1)
D.date(9999,12,31)
D.time(12,34,56,789012)
D.time(0,0)
D.time(1,2,tzinfo=D.timezone.utc)
D.datetime(2020,1,2,3,4,5,6)
D.datetime(2020,1,2)
D.datetime(2020,1,2,tzinfo=D.timezone.utc)
D.datetime(2020,1,2,tzinfo=D.timezone(D.timedelta(hours=-3,minutes=-30)))
D.datetime(2020,1,2,tzinfo=D.timezone(D.timedelta(hours=2),'CEST'))
D.datetime(2020,10,25,2,30,fold=1)
D.time(2,30,fold=1)
D.timedelta(1,2,3)
D.timedelta(-1,5)
D.timedelta(0)
D.timedelta(microseconds=-1)
D.timezone.utc
zoneinfo.ZoneInfo('Europe/Berlin')
D.datetime(2020,7,1,tzinfo=zoneinfo.ZoneInfo('Asia/Tokyo'))
[D.datetime(2020,1,i+1) for i in range(20)]
'''
GROUPS['numbers'] = '''
decimal.Decimal('1.50')
decimal.Decimal('-0')
decimal.Decimal('1E+400')
decimal.Decimal('NaN')
decimal.Decimal('-Infinity')
fractions.Fraction(1,3)
fractions.Fraction(-2**80,7)
uuid.UUID('12345678123456781234567812345678')
uuid.UUID(int=0)
'''
GROUPS['numpy scalar'] = '''
np.bool_(True)
np.int8(-5)
np.int16(-300)
np.int32(2**31-1)
np.int64(-2**63)
np.uint8(200)
np.uint64(2**64-1)
np.float16(1.5)
np.float32(0.1)
np.float64(1.0)
np.float64('nan')
np.float64('-inf')
np.float64(-0.0)
np.longdouble(1.25)
np.complex64(1+2j)
np.complex128(1-2j)
np.str_(u'h\\xe9')
np.bytes_(b'raw')
np.datetime64('2020-01-01')
np.datetime64('2020-01-01T00:00:00.123456789')
np.datetime64('NaT')
np.timedelta64(5,'m')
np.void(b'abc')
np.array([(1,2.5)],dtype=[('a','<i4'),('b','<f8')])[0]
'''
GROUPS['numpy array'] = '''
np.arange(5)
np.arange(6,dtype='i1')
np.arange(6,dtype='u2')
np.arange(6,dtype='>i4')
np.arange(6,dtype='>f8')
np.arange(6,dtype='f2')
np.arange(6,dtype='f4')
np.linspace(0,1,50)
np.arange(12.).reshape(3,4)
np.asfortranarray(np.arange(12.).reshape(3,4))
np.arange(24).reshape(2,3,4)[:,::2]
np.arange(24).reshape(2,3,4).transpose(2,0,1)
np.array(5.0)
np.zeros((0,3))
np.zeros((3,0,2),dtype='c8')
np.array([True,False])
np.array([1+2j])
np.array([u'a',u'bcd'])
np.array([b'a',b'bcd'])
np.array(['2020-01-01','NaT'],dtype='M8[ns]')
np.array(['2020-01-01','NaT'],dtype='M8[D]')
np.array([1,2],dtype='m8[25s]')
np.array([1,None,u'x',[1]],dtype=object)
np.array([[1,u'a'],[2.5,None]],dtype=object)
np.asfortranarray(np.array([[1,u'a',3],[2.5,None,4]],dtype=object))
np.array([(1,2.5,u'x')],dtype=[('a','<i4'),('b','<f8'),('c','<U3')])
np.zeros(2,dtype=[('a','<i4',(2,3)),('b',[('x','i1'),('y','>u2')])])
np.zeros(2,dtype=np.dtype([('a','i1'),('b','f8')],align=True))
np.zeros(2,dtype=np.dtype({'names':['a','b'],'formats':['i4','i2'],'offsets':[8,0],'itemsize':16}))
np.zeros(2,dtype='V5')
np.zeros(3,dtype=np.longdouble)
np.ma.array([1,2,3],mask=[0,1,0])
np.ma.array([1.5,2.5],fill_value=-1.0)
np.ma.array([[1,2],[3,4]],mask=[[0,1],[1,0]],order='F')
np.rec.array([(1,2.)],dtype=[('a','<i8'),('b','<f8')])
np.matrix([[1,2],[3,4]])
np.dtype('f8')
np.dtype([('a','<i4'),('b','<M8[us]')])
{u'x':np.arange(3),u'y':[np.float64(2)]}
(lambda a:[a,a,a[1:]])(np.arange(4))
np.frombuffer(b'\\x01\\x02\\x03',dtype='u1')
recursive_array()
np.arange(20000.)
'''
GROUPS['pandas scalar'] = '''
pd.Timestamp('2020-01-01')
pd.Timestamp('2020-01-01 12:34:56.123456789')
pd.Timestamp('2020-01-01',tz='UTC')
pd.Timestamp('2020-07-01',tz='Europe/Berlin')
pd.Timedelta('1 days 00:00:01.000000001')
pd.Timedelta(-1)
pd.NaT
pd.NA
pd.Period('2020-01',freq='M')
pd.Interval(0,1)
pd.offsets.Day(2)
pd.offsets.MonthEnd()
pd.CategoricalDtype([u'a',u'b'],ordered=True)
pd.Int64Dtype()
'''
GROUPS['pandas index'] = '''
pd.RangeIndex(5)
pd.RangeIndex(1,10,3,name=u'r')
pd.Index([1,2,5])
pd.Index([1,2],dtype='u8')
pd.Index([1.5,2],name=u'f')
pd.Index([u'a',u'b'],name=(u'x',1))
pd.Index([1,u'a',None])
pd.Index([1,2],dtype=object)
pd.date_range('2020',periods=3)
pd.date_range('2020',periods=3,tz='Europe/Berlin')
pd.DatetimeIndex(['2020-01-01','2020-01-05','NaT'])
pd.timedelta_range('1s',periods=3,freq='s')
pd.period_range('2020-01',periods=3,freq='M')
pd.CategoricalIndex([u'a',u'b',u'a'])
pd.interval_range(0,3)
pd.MultiIndex.from_tuples([(1,u'a'),(2,u'b')],names=[u'n',None])
pd.MultiIndex.from_product([[1,2],pd.date_range('2020',periods=2)])
'''
GROUPS['pandas array'] = '''
pd.Categorical([u'a',u'b',None,u'a'])
pd.Categorical([3,1],categories=[3,2,1],ordered=True)
pd.array([1,None,3],dtype='Int64')
pd.array([1,None],dtype='UInt8')
pd.array([1.5,None],dtype='Float64')
pd.array([True,None],dtype='boolean')
pd.array([u'a',None],dtype='string')
pd.array(pd.date_range('2020',periods=2,tz='UTC'))
pd.arrays.SparseArray([0,0,1])
pd.arrays.IntervalArray.from_breaks([0,1,2])
'''
GROUPS['pandas series'] = '''
pd.Series([1,2,3])
pd.Series([1.5,None],name=u's')
pd.Series([u'a',u'b'],index=[u'x',u'y'])
pd.Series([],dtype=object)
pd.Series(pd.date_range('2020',periods=3))
pd.Series(pd.date_range('2020',periods=3,tz='UTC'))
pd.Series(pd.timedelta_range('1s',periods=2))
pd.Series([u'a',u'b',u'a'],dtype='category')
pd.Series([1,None],dtype='Int64')
pd.Series([u'a',None],dtype='string')
pd.Series([True,None],dtype='boolean')
pd.Series(pd.period_range('2020-01',periods=2,freq='M'))
pd.Series(pd.interval_range(0,2))
pd.Series(pd.arrays.SparseArray([0,0,1]))
pd.Series([1,u'a',None,[1]])
pd.Series(range(1000),name=(1,u'a'))
(lambda s: s.attrs.update(unit=u'm') or s)(pd.Series([1]))
'''
GROUPS['pandas frame'] = '''
pd.DataFrame()
pd.DataFrame({u'a':[1,2],u'b':[1.5,None]})
pd.DataFrame({u'a':[1,2],u'b':[u'x',None],u'c':[True,False]})
pd.DataFrame(np.arange(12.).reshape(3,4),columns=list(u'abcd'))
pd.DataFrame(np.arange(12).reshape(4,3))
pd.DataFrame(np.asfortranarray(np.arange(12).reshape(4,3)))
pd.DataFrame({u'i':[1],u'f':[1.],u's':[u'a'],u'd':pd.to_datetime(['2020']),u'j':[2],u'g':[2.]})
pd.DataFrame({u'c':pd.Categorical([u'a',u'b']),u'n':pd.array([1,None],dtype='Int64'),u'z':pd.date_range('2020',periods=2,tz='UTC')})
pd.DataFrame([[1,2],[3,4]],columns=[u'a',u'a'])
pd.DataFrame({u'v':[1,2]},index=pd.MultiIndex.from_tuples([(1,u'a'),(2,u'b')]))
pd.DataFrame({u'v':[1,2]},index=pd.date_range('2020',periods=2))
pd.DataFrame([[1,2]],columns=pd.MultiIndex.from_tuples([(u'a',1),(u'a',2)]))
pd.DataFrame({u'a':[]})
pd.DataFrame({u'a':pd.array([u'x',None],dtype='string'),u'b':pd.timedelta_range('1s',periods=2)})
pd.DataFrame({u'x':range(100),u'y':np.random.RandomState(0).rand(100)}).set_index(u'x')
pd.DataFrame({1:[1],u'b':[2],(1,2):[3]})
[pd.DataFrame({u'a':[1]}),pd.Series([1])]
pd.DataFrame({u'a':[1,2,3]}).iloc[::2]
'''
GROUPS['classes and functions'] = '''
Plain(a=1,b=[2])
Slotted(1,2)
SubDict(a=1)
SubList([1,2])
Point(1,2)
Plain
len
int
ValueError(u'x')
KeyError(1,2)
math.sqrt
collections.UserDict({u'a':1})
type(None)
'''
GROUPS['cloudpickle'] = '''
lambda x: x+1
(lambda n: (lambda x: x+n))(5)
type('Made',(object,),{'f':lambda self: 1})()
type('Made2',(object,),{})
'''
# fmt: on
PLACEHOLDER_GROUPS = ('classes and functions', 'cloudpickle')


def objects(groups):
    for group, text in GROUPS.items():
        if groups and group not in groups:
            continue
        for expression in text.strip().split('\n'):
            try:
                value = eval(expression)
            except (NameError, AttributeError, TypeError, ValueError):
                continue  # this library version has no such object
            yield group, expression, value


def versions():
    found = ['CPython %d.%d' % sys.version_info[:2]]
    for library in (np, pd):
        if library is not None:
            found.append('%s %s' % (library.__name__, '.'.join(library.__version__.split('.')[:2])))
    return ', '.join(found)


def pickles(groups):
    for group, expression, value in objects(groups):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            try:
                if group == 'cloudpickle':
                    data = cloudpickle.dumps(value, protocol)
                else:
                    data = pickle.dumps(value, protocol)
            except (TypeError, ValueError, OverflowError, AttributeError, pickle.PicklingError):
                continue  # protocols 0 and 1 cannot say everything
            yield group, expression, protocol, data


def pack(out, entries):
    """Entries of (json header, bytes): 4-byte lengths, little-endian, before each."""
    for header, data in entries:
        head = json.dumps(header).encode('ascii')
        out.write(struct.pack('<II', len(head), len(data)) + head + data)


def unpack(data):
    at = 0
    while at < len(data):
        head, body = struct.unpack_from('<II', data, at)
        at += 8
        yield json.loads(data[at:at + head].decode('ascii')), data[at + head:at + head + body]
        at += head + body


def write(path, groups):
    raw = io.BytesIO()
    library = versions()
    pack(raw, (
        ({'library': library, 'group': g, 'expression': e, 'protocol': p}, d)
        for g, e, p, d in pickles(groups)
    ))
    with open(path, 'wb') as out:
        with gzip.GzipFile('', 'wb', 9, out, 0) as packed:
            packed.write(raw.getvalue())


def same(a, b, seen=None):
    """Equal value for value and type for type."""
    seen = {} if seen is None else seen
    if (id(a), id(b)) in seen:
        return True
    if type(a) is not type(b):
        return False
    seen[(id(a), id(b))] = (a, b)
    go = lambda x, y: same(x, y, seen)
    if isinstance(a, float):
        return (a != a and b != b) or (a == b and math.copysign(1, a) == math.copysign(1, b))
    if isinstance(a, complex):
        return go(a.real, b.real) and go(a.imag, b.imag)
    if isinstance(a, (list, tuple, collections.deque)):
        extra = getattr(a, 'maxlen', None) == getattr(b, 'maxlen', None)
        return extra and len(a) == len(b) and all(go(x, y) for x, y in zip(a, b))
    if isinstance(a, dict):
        if getattr(a, 'default_factory', None) is not getattr(b, 'default_factory', None):
            return False
        return go(list(a.keys()), list(b.keys())) and go(list(a.values()), list(b.values()))
    if isinstance(a, (set, frozenset)):
        return a == b and sorted(map(repr, map(type, a))) == sorted(map(repr, map(type, b)))
    if isinstance(a, (D.datetime, D.time)) and not (pd and a is pd.NaT):
        return a == b and a.fold == b.fold and go(a.tzinfo, b.tzinfo) and repr(a) == repr(b)
    if isinstance(a, decimal.Decimal):
        return str(a) == str(b)
    if np is not None and isinstance(a, (np.ndarray, np.generic)):
        return same_array(a, b, go)
    if pd is not None and type(a).__module__.startswith('pandas'):
        return same_pandas(a, b, go)
    if zoneinfo is not None and isinstance(a, zoneinfo.ZoneInfo):
        return a.key == b.key
    if type(a).__module__.startswith(('numpy', 'pytz')):
        return repr(a) == repr(b) and a == b
    return a == b


def same_array(a, b, go):
    if a.dtype != b.dtype or a.dtype.fields != b.dtype.fields or a.dtype.isalignedstruct != b.dtype.isalignedstruct:
        return False
    if a.dtype.type is not b.dtype.type or a.shape != b.shape:
        return False
    if isinstance(a, np.ma.MaskedArray):
        if not (np.ma.getmaskarray(a) == np.ma.getmaskarray(b)).all() or not go(a.fill_value, b.fill_value):
            return False
        return a.data.tobytes() == b.data.tobytes()
    if isinstance(a, np.ndarray) and a.ndim and a.flags.c_contiguous != b.flags.c_contiguous and a.flags.forc:
        return False
    if a.dtype.char in 'gG':  # padding bytes are not part of the value
        return repr(a) == repr(b) and bool(np.all(a == b))
    if a.dtype.hasobject:
        return go(list(a.ravel()), list(b.ravel())) if isinstance(a, np.ndarray) else go(a.item(), b.item())
    return a.tobytes() == b.tobytes()


def same_pandas(a, b, go):
    import pandas.testing as t
    if isinstance(a, pd.DataFrame):
        if len(a.columns) != len(b.columns) or not go(a.columns, b.columns) or not go(a.index, b.index):
            return False
        t.assert_frame_equal(a, b, check_exact=True, check_freq=True, check_flags=True)
        columns = range(len(a.columns))
        return a.attrs == b.attrs and all(go(a.iloc[:, i], b.iloc[:, i]) for i in columns)
    if isinstance(a, pd.Series):
        t.assert_series_equal(a, b, check_exact=True, check_freq=True, check_flags=True)
        return go(a.array, b.array) and go(a.name, b.name) and a.attrs == b.attrs and go(a.index, b.index)
    if isinstance(a, pd.MultiIndex):
        codes = all(list(x) == list(y) for x, y in zip(a.codes, b.codes))
        return codes and go(list(a.levels), list(b.levels)) and go(list(a.names), list(b.names))
    if isinstance(a, pd.Index):
        t.assert_index_equal(a, b, exact=True, check_exact=True)
        freq = getattr(a, 'freq', None) == getattr(b, 'freq', None)
        return freq and go(a.name, b.name) and go(list(a), list(b))
    if isinstance(a, pd.api.extensions.ExtensionArray):
        if a.dtype != b.dtype or type(a.dtype) is not type(b.dtype):
            return False
        if isinstance(a, pd.Categorical):
            return go(a.codes, b.codes) and go(a.categories, b.categories)
        freq = getattr(a, 'freq', None) == getattr(b, 'freq', None)
        return freq and go(list(a), list(b))
    if a is pd.NaT or a is pd.NA:
        return a is b
    return a == b and repr(a) == repr(b)


def check(path):
    """Prints one line a wrong entry, then a count."""
    checked = wrong = 0
    with open(path, 'rb') as file:
        data = file.read()
    originals = {}
    for header, body in unpack(data):
        expression = header['expression']
        checked += 1
        try:
            if expression not in originals:
                originals[expression] = eval(expression)
            original, body = body[:header['original']], body[header['original']:]
            value = pickle.loads(body)
            ok = same(originals[expression], value) or same(pickle.loads(original), value)
            problem = '' if ok else 'got %.300r' % (value,)
        except Exception as error:  # the report is the point: one bad pickle must not hide the others
            ok, problem = False, '%s: %s' % (type(error).__name__, error)
        if not ok:
            wrong += 1
            print(json.dumps({'id': header.get('id'), 'expression': expression, 'problem': problem[:600]}))
    print(json.dumps({'checked': checked, 'wrong': wrong}))


if __name__ == '__main__':
    sys.modules['corpus'] = sys.modules['__main__']
    for made in (Plain, Slotted, SubDict, SubList, Point):
        made.__module__ = 'corpus'
    if sys.argv[1] == 'write':
        write(sys.argv[2], sys.argv[3:])
    else:
        check(sys.argv[2])
