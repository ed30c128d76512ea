"""The functions of `lib.comm` and `pyminer_algorithms`."""

import os
import threading
import unittest

import numpy
import pandas

from headframe.compat import algorithms, comm


class Comm(unittest.TestCase):
    def setUp(self):
        comm.del_vars(comm.get_var_names())

    def test_variables_are_written_read_and_deleted(self):
        self.assertIsNone(comm.set_var('a', [1]))
        self.assertIsNone(comm.set_vars({'b': 'text', 'c': numpy.arange(3)}))
        self.assertEqual(comm.get_var('a'), [1])
        values = comm.get_vars(['b', 'c', 'nope'])
        self.assertEqual((values['b'], list(values['c']), values['nope']), ('text', [0, 1, 2], None))
        self.assertEqual(comm.get_var_names(), ['a', 'b', 'c'])
        self.assertEqual((comm.get_var_names('array'), comm.get_var_names('string')), (['c'], ['b']))
        comm.del_var('a')
        comm.del_vars(['b', 'nope'])
        self.assertEqual(comm.get_var_names(), ['c'])
        with self.assertRaises(AssertionError):
            comm.get_var_names('other')

    def test_what_the_host_refuses_is_raised(self):
        with self.assertRaisesRegex(ValueError, 'DataFrame'):
            comm.set_var('DataFrame', 1)
        with self.assertRaisesRegex(ValueError, 'lock'):
            comm.set_var('x', threading.Lock())
        with self.assertRaises(ValueError):
            comm.call_interface('nope', 'method', request_ret=True)

    def test_plugins_are_called(self):
        self.assertGreater(comm.call_interface('socket-server', 'counters', request_ret=True)['connections'], 0)
        self.assertIsNone(comm.run_command('x = 1', hint_text='hint', hidden=True))
        commands = comm.call_interface('ipython_console', 'get_commands', request_ret=True)
        self.assertEqual(commands, [{'hidden': True, 'command': 'x = 1', 'hint_text': 'hint'}])

    def test_a_preview_is_a_text_and_large_values_are_not_fetched(self):
        comm.set_vars({'n': 1, 'l': list(range(2000)), 'a': numpy.zeros(200_000), 's': 'x' * 2_000_000})
        previews = comm.get_vars(['n', 'l', 'a', 's', 'nope'], preview=True)
        self.assertEqual((previews['n'], previews['nope']), ('1', None))
        self.assertEqual(previews['l'], repr(list(range(1000))))
        self.assertIsInstance(previews['a'], comm.NoPreviewError)
        self.assertLess(len(previews['s']), 1000)
        self.assertEqual(comm.get_var('n', preview=True), '1')

    def test_descriptions_are_alike_by_value_and_by_metadata(self):
        values = {'n': 1, 't': 'text', 'l': [1, 2], 'a': numpy.zeros((2, 3)), 'f': pandas.DataFrame({'x': [1]})}
        comm.set_vars(values)
        described = comm.get_data_descs()
        for name, value in values.items():
            one, other = comm.DataDesc(value), described[name]
            self.assertEqual((one.cls, one.type, one.size, one.big), (other.cls, other.type, other.size, other.big))
        self.assertEqual(described['f'].type, 'DataFrame')
        self.assertIn('text', repr(described['t']))
        self.assertTrue(comm.DataDesc(numpy.zeros(2_000_000)).big and comm.DataDesc([0] * 1001).big)

    def test_a_command_runs_on_the_variables_and_writes_what_it_changed(self):
        comm.set_vars({'kept': numpy.arange(2), 'inside': [1], 'gone': 1})
        before = comm.CommClient().result('get_metadata', 'kept')['metadata']['revision']
        command = 'import math\ninside.append(kept.sum())\nmade = math.floor(2.5)\ndel gone'
        self.assertEqual(comm.exec_ipy_command(command, ['made', 'gone']), {'made': 2, 'gone': None})
        self.assertEqual(comm.get_var_names(), ['kept', 'inside', 'made'])
        self.assertEqual(comm.get_vars(['inside', 'made']), {'inside': [1, 1], 'made': 2})
        after = comm.CommClient().result('get_metadata', 'kept')['metadata']['revision']
        self.assertEqual(after, before)

    def test_what_a_command_made_and_cannot_be_written_is_named(self):
        with self.assertWarnsRegex(UserWarning, 'not written: lock '):
            comm.exec_ipy_command('import threading\nlock = threading.Lock()\nmade = 1', [])
        self.assertEqual(comm.get_var_names(), ['made'])

    def test_settings_are_read_and_changed(self):
        self.assertEqual(comm.modify_settings({'theme': 'Windows', 'locale': 'en'}), b'Succeeded!')
        self.assertEqual(comm.get_settings()['theme'], 'Windows')
        self.assertEqual(comm.modify_settings({'nope': 1}), b'Failed!')
        self.assertIn('QWidget', comm.get_style_sheet())

    def test_no_host_is_said_in_words(self):
        self.assertTrue(comm.is_pyminer_service_started())
        kept, os.environ['HEADFRAME_PORT'] = os.environ['HEADFRAME_PORT'], '1'
        try:
            self.assertFalse(comm.is_pyminer_service_started())
            with self.assertRaisesRegex(ConnectionRefusedError, 'confirm that PyMiner has been started'):
                comm.get_var('x')
        finally:
            os.environ['HEADFRAME_PORT'] = kept


class Algorithms(unittest.TestCase):
    def test_an_unknown_variable_raises(self):
        algorithms.set_var('x', [1, 2, 3])
        self.assertEqual(algorithms.get_var('x'), [1, 2, 3])
        self.assertEqual(algorithms.get_var('x', preview=True), '[1, 2, 3]')
        for preview in (False, True):
            with self.assertRaisesRegex(ValueError, 'variable nope not found!'):
                algorithms.get_var('nope', preview)


if __name__ == '__main__':
    unittest.main()
