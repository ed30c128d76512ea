"""Documents that are one array: read the short way and the long way, they give the same, errors too."""

import unittest

import numpy as np

from headframe import HeadframeError
from headframe._typed_json import decode, encode
from headframe._typed_json._lone_array import lone_array

ARRAYS = (
    *(np.arange(60, dtype=dtype).reshape(3, 4, 5) for dtype in ('i1', '<i8', '>i4', 'u2', 'f2', 'f4', '>f8', 'c16')),
    *(np.array(['a', 'bcd'] * 40), np.array([b'a', b'bcd'] * 100), np.zeros(300, 'V3'), np.ones(300, bool)),
    np.arange(64.0).reshape((1,) * 30 + (8, 8)),
)


class LoneArrays(unittest.TestCase):
    def test_both_ways_give_the_same(self):
        for array in ARRAYS:
            with self.subTest(array.dtype):
                document, (buffer,) = encode(array, 1)
                for data in (bytearray(buffer), bytes(buffer)):
                    short = lone_array(document, data)
                    long = decode(document.replace(b'{', b'{ '), [data])
                    for got in (short, long):
                        self.assertEqual((got.dtype, got.shape), (array.dtype, array.shape))
                        self.assertEqual(got.tobytes(), array.tobytes())
                    self.assertEqual(short.flags.writeable, isinstance(data, bytearray))

    def test_what_is_not_so_simple_is_read_the_long_way(self):
        fortran = np.asfortranarray(np.arange(60.0).reshape(6, 10))
        dates = np.arange('2000', '2001', dtype='datetime64[D]')
        record = np.zeros(100, [('a', 'i4'), ('b', 'f8')])
        for array in (fortran, dates, record, record.view(np.recarray)):
            document, (buffer,) = encode(array, 1)
            self.assertIsNone(lone_array(document, buffer))
            got = decode(document, [buffer])
            self.assertIs(type(got), type(array))
            np.testing.assert_array_equal(got, array)

    def test_what_is_wrong_is_said(self):
        form = '{"$type":"ndarray","dtype":"%s","shape":[%s],"buffer":0}'
        for dtype, shape, size in (
            *(('<f8', '4', 31), ('<f8', '4', 33), ('<f8', '04', 32), ('<f8', '4,', 32), ('<f8', '-4', 32)),
            *(('<b7', '4', 28), ('<x8', '4', 32), ('<f9', '4', 36), ('<f8', '9' * 20, 32), ('<V0', '4', 0)),
            ('<f8', ','.join(['1'] * 40 + ['4']), 32),
        ):
            document = (form % (dtype, shape)).encode()
            with self.subTest(document):
                self.assertIsNone(lone_array(document, bytes(size)))
                if size:
                    with self.assertRaises(HeadframeError):
                        decode(document, [bytes(size)])

    def test_documents_that_were_met_take_a_bounded_room(self):
        for size in range(1, 2000):
            array = decode(b'{"$type":"ndarray","dtype":"<i8","shape":[%d],"buffer":0}' % size, [bytes(8 * size)])
            self.assertEqual(array.shape, (size,))


if __name__ == '__main__':
    unittest.main()
