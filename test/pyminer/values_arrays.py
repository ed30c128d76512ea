"""Arrays and scalars of numpy: more than twenty dtypes, all orders in memory, all shapes."""

import numpy as np

DTYPES = (
    'b1 i1 u1 i2 u2 i4 u4 i8 u8 f2 f4 f8 g c8 c16 >i2 >i4 >u8 >f4 >f8 >c16 '
    'M8[ns] M8[D] >M8[s] m8[us] S5 U5 >U3 V7'
).split()
BIG_BYTES = 50_000_000


def arrays():
    """Name → value. Small ones; see `big_arrays` for the others."""
    values = {_name(dtype): _filled(dtype) for dtype in DTYPES}
    values.update(_orders())
    values.update(_special())
    values['scalars'] = [_filled(dtype)[1] for dtype in DTYPES if dtype[-1] != '7']
    return values


def big_arrays():
    """Name → array of 50 MB and the protocol to write it in; C and Fortran order."""
    numbers = np.frombuffer(np.random.default_rng(50).bytes(BIG_BYTES), 'u1')
    return {
        'big_c': (numbers.view('f8').reshape(-1, 50), 5),
        'big_fortran': (np.asfortranarray(numbers.view('i4').reshape(-1, 100)), 4),
    }


def _filled(dtype):
    """Seven elements of pseudo-random bits; of each dtype that has them, with NaN or NaT among them."""
    kind = np.dtype(dtype)
    if kind.kind == 'b':
        return np.array([True, False, True, True, False, False, True])
    if kind.kind in 'SU':
        return np.array(['', 'a', 'PMEND', 'zz', '', '12345', 'x'], dtype)
    if kind.kind == 'g' or dtype == 'g':
        return np.array([0, -1, 0.1, np.nan, np.inf, 1e-300, 7], dtype)
    return np.frombuffer(np.random.default_rng(kind.num).bytes(7 * kind.itemsize), dtype).copy()


def _name(dtype):
    return dtype.replace('>', 'big_').replace('[', '_').replace(']', '')


def _orders():
    cube = np.arange(60, dtype='i4').reshape(3, 4, 5)
    return {
        'order_c': cube,
        'order_fortran': np.asfortranarray(cube),
        'order_transposed': cube.T,
        'order_strided': cube[::2, 1:3, ::-1].copy('K'),
        'matrix_f8': np.asfortranarray(np.linspace(-1, 1, 12).reshape(3, 4)),
        'zero_dimensions': np.array(3.5),
        'no_elements': np.empty((0, 3), 'f4'),
        'six_dimensions': np.zeros((1, 2, 1, 2, 1, 2), 'i2'),
    }


def _special():
    structured = np.array([(1, 2.5, b'ab'), (3, np.nan, b'')], dtype=[('a', '<i4'), ('b', '>f8'), ('c', 'S2')])
    aligned = np.zeros(2, np.dtype([('x', 'i1'), ('y', 'f8', (2, 2))], align=True))
    return {
        'structured': structured,
        'aligned': aligned,
        'record': structured[1],
        'objects': np.array([1, 'two', None, [3]], dtype=object),
        'masked': np.ma.MaskedArray([1.0, 2.0, 3.0], mask=[False, True, False]),
        'matrix': np.matrix([[1, 2], [3, 4]]),
        'dtype': [np.dtype('f8'), np.dtype('>U3'), structured.dtype],
        'shared_twice': [cube_shared := np.arange(3), cube_shared],
    }
