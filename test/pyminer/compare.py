"""A strict comparison of two values: type for type, bit for bit, with the same sharing and recursion."""

import collections
import math
import struct

import numpy as np
import pandas as pd

_ATOMS = (type(None), bool, int, str, bytes, type(Ellipsis), type(NotImplemented), range, slice)


def difference(left, right):
    """Where two values differ, as a path with a reason; `None` when they are the same."""
    return _Comparison().compare(left, right, 'value')


class _Comparison:
    """One comparison. Containers are paired as they are met: a shared part must be shared on both sides."""

    def __init__(self):
        self._right_of = {}
        self._left_of = {}
        self._kept = []

    def compare(self, left, right, path):
        if type(left) is not type(right):
            return f'{path}: {type(left)} and {type(right)}'
        if isinstance(left, _ATOMS):
            return None if left == right else f'{path}: {left!r:.60} and {right!r:.60}'
        if isinstance(left, float):
            return None if _bits(left) == _bits(right) else f'{path}: {left!r} and {right!r}'
        if isinstance(left, complex):
            return self._all([(left.real, right.real), (left.imag, right.imag)], path)
        if id(left) in self._right_of or id(right) in self._left_of:
            paired = self._right_of.get(id(left)) == id(right) and self._left_of.get(id(right)) == id(left)
            return None if paired else f'{path}: shared on one side only'
        self._right_of[id(left)] = id(right)
        self._left_of[id(right)] = id(left)
        self._kept += (left, right)
        return self._compare_object(left, right, path)

    def _compare_object(self, left, right, path):
        if isinstance(left, np.ndarray):
            return self._compare_array(left, right, path)
        if isinstance(left, np.generic):
            same = left.dtype == right.dtype and left.tobytes() == right.tobytes()
            return None if same else f'{path}: {left!r} and {right!r}'
        if isinstance(left, (pd.DataFrame, pd.Series, pd.Index)):
            return _pandas_difference(left, right, path)
        if isinstance(left, dict):
            return self._compare_dict(left, right, path)
        if isinstance(left, (set, frozenset)):
            return None if left == right else f'{path}: different members'
        if isinstance(left, (list, tuple, collections.deque)):
            if len(left) != len(right):
                return f'{path}: lengths {len(left)} and {len(right)}'
            return self._all(zip(left, right), path)
        same = left is right or (left == right and repr(left) == repr(right))
        return None if same else f'{path}: {left!r} and {right!r}'

    def _compare_dict(self, left, right, path):
        if len(left) != len(right):
            return f'{path}: sizes {len(left)} and {len(right)}'
        for position, (one, other) in enumerate(zip(left.items(), right.items())):
            found = self._all(zip(one, other), f'{path}.items[{position}]')
            if found:
                return found
        return self.compare(getattr(left, 'default_factory', None), getattr(right, 'default_factory', None), path)

    def _compare_array(self, left, right, path):
        left, right = _native(left), _native(right)
        if left.dtype != right.dtype or left.shape != right.shape:
            return f'{path}: {left.dtype}{left.shape} and {right.dtype}{right.shape}'
        if left.flags.f_contiguous != right.flags.f_contiguous or left.flags.c_contiguous != right.flags.c_contiguous:
            return f'{path}: another order in memory'
        if isinstance(left, np.ma.MaskedArray):
            parts = [(left.mask, right.mask), (left.data, right.data), (left.fill_value, right.fill_value)]
            return self._all(parts, path)
        if left.dtype.hasobject:
            return self._all(zip(left.ravel().tolist(), right.ravel().tolist()), path)
        return None if left.tobytes('A') == right.tobytes('A') else f'{path}: different elements'

    def _all(self, pairs, path):
        for position, (one, other) in enumerate(pairs):
            found = self.compare(one, other, f'{path}[{position}]')
            if found:
                return found
        return None


def _native(array):
    """The array in the machine's byte order, into which numpy itself brings most arrays when it unpickles."""
    native = array.dtype.newbyteorder('=')
    return array if array.dtype == native else array.astype(native, order='K')


def _bits(number):
    return 'nan' if math.isnan(number) else struct.pack('<d', number)


def _pandas_difference(left, right, path):
    """Pandas compares its own objects, here with everything that it can be asked to look at."""
    kind = next(kind for kind in (pd.DataFrame, pd.Series, pd.Index) if isinstance(left, kind))
    check = {
        pd.DataFrame: lambda: pd.testing.assert_frame_equal(left, right, check_exact=True, check_flags=True),
        pd.Series: lambda: pd.testing.assert_series_equal(left, right, check_exact=True, check_flags=True),
        pd.Index: lambda: pd.testing.assert_index_equal(left, right, exact=True, check_exact=True),
    }[kind]
    try:
        check()
    except AssertionError as error:
        return f'{path}: {error}'
    return None
