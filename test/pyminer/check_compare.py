"""Pairs of values that are nearly the same: reports those between which `difference` sees nothing."""

import collections
import datetime

import numpy as np
import pandas as pd

from compare import difference
from program import run


def main(_options):
    return {
        'missed': [name for name, (left, right) in _different().items() if difference(left, right) is None],
        'invented': [name for name, (left, right) in _same().items() if difference(left, right) is not None],
        'pairs': len(_different()) + len(_same()),
    }


def _different():
    shared, ring, other_ring = [1], [], []
    ring.append(ring)
    other_ring.append([other_ring])
    array, series = np.arange(6.0).reshape(2, 3), pd.Series([1, 2])
    return {
        'bool and int': (True, 1),
        'int and float': (1, 1.0),
        'zeros': (0.0, -0.0),
        'complex zeros': (complex(0, 0.0), complex(0, -0.0)),
        'bytes and bytearray': (b'a', bytearray(b'a')),
        'list and tuple': ([1], (1,)),
        'longer list': ([1], [1, 1]),
        'dict order': ({'a': 1, 'b': 2}, {'b': 2, 'a': 1}),
        'dict key type': ({1: 0}, {True: 0}),
        'dict and OrderedDict': ({}, collections.OrderedDict()),
        'default factory': (collections.defaultdict(list), collections.defaultdict(set)),
        'set members': ({1}, {2}),
        'sharing lost': ([shared, shared], [[1], [1]]),
        'sharing invented': ([[1], [1]], [shared, shared]),
        'recursion': (ring, other_ring),
        'dtype': (np.arange(3, dtype='i4'), np.arange(3, dtype='i8')),
        'shape': (array, array.reshape(3, 2)),
        'order': (array, np.asfortranarray(array)),
        'element': (array, array + [[0, 0, 1]]),
        'NaN and number': (np.array([np.nan]), np.array([1.0])),
        'array zeros': (np.array([0.0]), np.array([-0.0])),
        'mask': (np.ma.MaskedArray([1, 2], [0, 1]), np.ma.MaskedArray([1, 2], [1, 0])),
        'object array': (np.array([1, 'a'], object), np.array([1.0, 'a'], object)),
        'numpy scalar': (np.float32(1), np.float64(1)),
        'Series name': (series, series.rename('n')),
        'Series dtype': (series, series.astype('i4')),
        'index': (series, pd.Series([1, 2], index=[1, 0])),
        'column order': (pd.DataFrame({'a': [1], 'b': [2]}), pd.DataFrame({'b': [2], 'a': [1]})),
        'fold': (datetime.time(1, fold=0), datetime.time(1, fold=1)),
        'time zone': (datetime.datetime(2020, 1, 1), datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)),
    }


def _same():
    rings = []
    for _ in range(2):
        ring = []
        ring.append(ring)
        rings.append(ring)
    return {
        'NaN': (float('nan'), float('nan')),
        'NaN in an array': (np.array([np.nan]), np.array([np.nan])),
        'byte order': (np.arange(3, dtype='>i4'), np.arange(3, dtype='<i4')),
        'recursion': tuple(rings),
        'NaT': (pd.NaT, pd.NaT),
    }


run(main)
