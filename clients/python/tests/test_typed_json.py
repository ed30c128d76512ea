"""Typed JSON: its forms, its errors, and that arrays are not copied. The corpus is run by the Node tests."""

import datetime
import unittest

import numpy as np
import pandas as pd

from headframe import HeadframeError, NotConvertibleError
from headframe._typed_json import decode, decode_tree, encode


def there_and_back(value, attach_from=256):
    document, buffers = encode(value, attach_from)
    return decode(document, [bytearray(buffer) for buffer in buffers])


class Forms(unittest.TestCase):
    def test_plain_json_stays_plain(self):
        self.assertEqual(encode({'a': [1, 2.0, None, True, 'é']})[0], '{"a":[1,2.0,null,true,"é"]}'.encode())

    def test_many_scalars_are_written_at_once_and_alike(self):
        for value in ([1, 2.5, None, True, 'x'] * 10, {str(i): i for i in range(20)}, [float('inf')] * 9):
            self.assertEqual(there_and_back(value), value)
            self.assertEqual([type(one) for one in there_and_back(value)], [type(one) for one in value])

    def test_a_lone_surrogate_is_an_escape(self):
        self.assertEqual(encode(['\ud800é'])[0], b'["\\ud800\xc3\xa9"]')
        self.assertEqual(there_and_back('a\udcffb'), 'a\udcffb')

    def test_what_is_met_twice_stays_one(self):
        shared = [1]
        first, second, inner = there_and_back([shared, shared, {'k': (shared,)}])
        self.assertIs(first, second)
        self.assertIs(inner['k'][0], first)

    def test_what_contains_itself_does_so_again(self):
        tuple_ = ([],)
        tuple_[0].append((tuple_,))
        again = there_and_back(tuple_)
        self.assertIs(again[0][0][0], again)
        array = np.array([None, 1], dtype=object)
        array[0] = [array]
        again = there_and_back(array)
        self.assertIs(again[0][0], again)

    def test_a_tree_that_was_parsed_already(self):
        tree = {'a': {'$type': 'tuple', 'items': [1, {'$type': 'date', 'value': '2020-02-29'}]}}
        self.assertEqual(decode_tree(tree), {'a': (1, datetime.date(2020, 2, 29))})

    def test_an_escaped_tag_is_a_tag(self):
        self.assertEqual(decode(b'{"\\u0024type":"tuple","items":[1]}'), (1,))


class Memory(unittest.TestCase):
    def test_buffers_are_the_memory_of_the_arrays(self):
        array = np.arange(1000.0)
        frame = pd.DataFrame({'x': array, 'n': np.arange(1000)}, copy=False)
        for value, source in ((array, array), (np.asfortranarray(array.reshape(10, 100)), None), (frame, array)):
            _, buffers = encode(value)
            self.assertTrue(all(isinstance(buffer, memoryview) for buffer in buffers))
            if source is not None:
                self.assertTrue(np.shares_memory(np.frombuffer(buffers[0], 'u1'), source))

    def test_arrays_are_views_on_the_buffers_and_may_be_written_to(self):
        document, (buffer,) = encode(np.arange(1000))
        received = bytearray(buffer)
        array = decode(document, [received])
        self.assertTrue(np.shares_memory(array, np.frombuffer(received, 'u1')))
        array[0] = 7
        document, buffers = encode(pd.DataFrame({'a': np.arange(1000), 'b': np.arange(1000.0)}))
        received = [bytearray(buffer) for buffer in buffers]
        frame = decode(document, received)
        self.assertTrue(np.shares_memory(frame['a'].to_numpy(), np.frombuffer(received[0], 'u1')))
        frame.loc[0, 'a'] = 7


class Refusals(unittest.TestCase):
    def refused(self, code, document, buffers=()):
        with self.subTest(document=document[:80]):
            with self.assertRaises(HeadframeError) as caught:
                decode(document, buffers)
            self.assertEqual(caught.exception.code, code)

    def test_documents_that_are_malformed(self):
        for document in (
            b'',
            b'[1,',
            b'NaN',
            b'[Infinity]',
            b'\xff',
            b'{"a":1,"$type":"tuple"}',
            b'{"$type":"nothing"}',
            b'{"$type":1}',
            b'{"$type":"tuple"}',
            b'{"$type":"tuple","items":1}',
            b'{"$type":"dict","items":[1]}',
            b'{"$type":"ref","id":0}',
            b'[{"$type":"def","id":0,"value":[{"$type":"ref","id":1}]}]',
            b'[{"$type":"def","id":0,"value":1},{"$type":"def","id":0,"value":1}]',
            b'{"$type":"def","value":1,"id":0}',
            b'{"$type":"def","id":0,"value":{"$type":"frozenset","items":[{"$type":"ref","id":0}]}}',
            b'{"$type":"date","value":"2021-02-29"}',
            b'{"$type":"uuid","value":"x"}',
            b'{"$type":"fraction","numerator":1,"denominator":0}',
            b'{"$type":"int","hex":"FF"}',
            b'{"$type":"float","value":"1"}',
            b'{"$type":"ndarray","dtype":"<f8","shape":[2],"data":"AAAA"}',
            b'{"$type":"ndarray","dtype":"|O","shape":[1],"data":"AAAAAAAAAAA="}',
            b'{"$type":"ndarray","dtype":"|O","shape":[2],"items":[1]}',
            b'{"$type":"ndarray","dtype":"<f8","shape":[-1],"data":""}',
            b'{"$type":"ndarray","dtype":"i4,i4","shape":[0],"data":""}',
            b'{"$type":"ndarray","dtype":"<f8","shape":[1],"subclass":"os.system","data":"AAAAAAAAAAA="}',
            b'{"$type":"series","data":1,"index":1,"name":null}',
            b'{"$type":"set","items":[[]]}',
        ):
            self.refused('BAD_JSON', document)

    def test_base64_and_buffers(self):
        self.refused('BAD_BASE64', b'{"$type":"bytes","data":"a"}')
        self.refused('BAD_BASE64', b'{"$type":"bytes","data":"_-__"}')
        self.refused('NEEDS_BUFFERS', b'{"$type":"bytes","buffer":0}')
        self.refused('NEEDS_BUFFERS', b'{"$type":"bytes","buffer":-1}', [b'x'])

    def test_only_names_of_data_types_are_looked_up(self):
        for module, name in (('os', 'system'), ('builtins', 'eval'), ('builtins', 'getattr'), ('pathlib', 'os')):
            call = f'{{"$type":"object","module":"{module}","name":"{name}","how":"call","args":["true"]}}'
            self.refused('NOT_CONVERTIBLE', call.encode())
            self.refused('NOT_CONVERTIBLE', f'{{"$type":"global","module":"{module}","name":"{name}"}}'.encode())

    def test_what_is_too_large(self):
        self.refused('TOO_LARGE', b'[' * 100_000 + b']' * 100_000)
        self.refused('TOO_LARGE', b'{"$type":"tuple","items":[' * 5000 + b']}' * 5000)
        self.refused('TOO_LARGE', b'1' * 5000)
        nested = []
        for _ in range(5000):
            nested = [nested]
        with self.assertRaises(HeadframeError) as caught:
            encode(nested)
        self.assertEqual(caught.exception.code, 'TOO_LARGE')

    def test_what_is_no_data_is_named_with_the_remedy(self):
        class Own:
            pass

        for value in (Own(), len, lambda: 1, Own, type('Sub', (dict,), {})(), open):
            with self.assertRaises(NotConvertibleError) as caught:
                encode([value])
            self.assertIn('allow_pickle=True', str(caught.exception))
            self.assertIsInstance(caught.exception, TypeError)


if __name__ == '__main__':
    unittest.main()
