"""A value's fingerprint: it is the same while nothing in the value changes, and another one when anything does."""

import collections
import threading
import unittest

import numpy
import pandas

from headframe._shell.fingerprint import fingerprint


def changes():
    """By what they are: a value, and a change of something in it."""
    texts = [f'text {number}' for number in range(100)]
    return {
        'item of a list': ([1, [2]], lambda value: value[1].append(3)),
        'key of a dict': ({'a': 1}, lambda value: value.update(b=1)),
        'member of a set': ({1, 2}, lambda value: value.add(3)),
        'attribute': (collections.UserDict(number=1), lambda value: setattr(value, 'number', 2)),
        'number of an array': (numpy.zeros(1000), lambda value: value.__setitem__(999, 1)),
        'sign of a zero': (numpy.zeros(3), lambda value: value.__setitem__(1, -0.0)),
        'column-major array': (numpy.zeros((3, 4), order='F'), lambda value: value.__setitem__((1, 2), 1)),
        'part of an array': (numpy.arange(20)[::2], lambda value: value.__setitem__(3, 99)),
        'text of an array': (numpy.array(texts, object), lambda value: value.__setitem__(5, 'other')),
        'text that goes': (numpy.array(texts, object), lambda value: value.__setitem__(5, None)),
        'missing text': (numpy.array([*texts, None], object), lambda value: value.__setitem__(100, float('nan'))),
        'text that moves': (numpy.array(texts, object), lambda value: value.sort()),
        'list in an array': (numpy.array([[1], {}], object), lambda value: value[0].append(2)),
        'shape': (numpy.array(texts, object), lambda value: setattr(value, 'shape', (10, 10))),
        'cell of a table': (pandas.DataFrame({'t': texts}), lambda value: value.__setitem__('t', texts[::-1])),
        'label of a table': (pandas.DataFrame({'n': [1]}), lambda value: setattr(value, 'columns', ['m'])),
        'function': ([lambda: 1], lambda value: value.__setitem__(0, lambda: 2)),
    }


class Fingerprint(unittest.TestCase):
    def test_it_is_the_same_while_nothing_changes(self):
        for name, (value, _) in changes().items():
            with self.subTest(name):
                self.assertEqual(fingerprint(value), fingerprint(value))

    def test_it_is_another_one_after_any_change(self):
        for name, (value, change) in changes().items():
            with self.subTest(name):
                before = fingerprint(value)
                change(value)
                self.assertNotIn(fingerprint(value), (before, None))

    def test_values_that_look_alike_differ(self):
        alike = [0, 0.0, False, None, '', b'', (), [], {}, set(), numpy.zeros(0), numpy.array([], object)]
        self.assertEqual(len({fingerprint(value) for value in alike}), len(alike))

    def test_what_cannot_be_pickled_has_none(self):
        self.assertIsNone(fingerprint([threading.Lock()]))


if __name__ == '__main__':
    unittest.main()
