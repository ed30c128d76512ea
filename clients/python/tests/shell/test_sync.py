"""A shell's namespace and a workspace: what is carried, by whom, and who wins."""

import collections
import math
import unittest

import numpy
import pandas
from shells import Shell

from headframe import connect


class Sync(unittest.TestCase):
    def setUp(self):
        self.ws = connect(client='other', allow_pickle=True)
        self.addCleanup(self.ws.close)
        self.ws.clear()

    def test_what_a_cell_makes_changes_and_deletes_is_in_the_workspace(self):
        shell = Shell(self)
        shell.cell("x = 1\ntable = {'a': [1]}")
        self.assertEqual((self.ws['x'], self.ws['table']), (1, {'a': [1]}))
        self.assertEqual(self.ws.metadata('x')['provider'], 'shell')
        shell.cell("x = 2\ntable['a'].append(2)")
        self.assertEqual((self.ws['x'], self.ws['table']), (2, {'a': [1, 2]}))
        shell.cell('del x')
        self.assertEqual(self.ws.names(), ['table'])

    def test_what_a_cell_leaves_as_it_was_is_not_written_again(self):
        shell = Shell(self, array=numpy.arange(100_000), table=pandas.DataFrame({'n': [1.5], 't': ['a']}))
        before = {name: known['revision'] for name, known in self.ws.all_metadata().items()}
        for _ in range(5):
            shell.cell('y = array.sum() + table.n[0]\ndel y')
        after = {name: known['revision'] for name, known in self.ws.all_metadata().items()}
        self.assertEqual(after, before)
        shell.cell('array[99_999] = 0')
        self.assertEqual(self.ws['array'][99_999], 0)

    def test_what_others_set_and_delete_is_in_the_shell(self):
        shell = Shell(self)
        self.ws['y'] = [1, 2]
        shell.names.wait_for(lambda: shell.names.get('y') == [1, 2])
        self.ws['y'] = [3]
        shell.names.wait_for(lambda: shell.names.get('y') == [3])
        del self.ws['y']
        shell.names.wait_for(lambda: 'y' not in shell.names)
        self.assertEqual(shell.reports, [])

    def test_while_a_cell_runs_nothing_is_taken(self):
        shell, witness = Shell(self, x=1), Shell(self)
        shell.sync.begin_cell()
        self.ws['x'], self.ws['z'] = 2, 3
        witness.names.wait_for(lambda: 'z' in witness.names)
        self.assertEqual(shell.names['x'], 1)
        self.assertNotIn('z', shell.names)
        shell.sync.end_cell()
        shell.names.wait_for(lambda: (shell.names['x'], shell.names.get('z')) == (2, 3))

    def test_when_both_change_a_variable_the_shells_value_is_written_and_the_other_kept(self):
        shell = Shell(self, x=1)
        shell.sync.begin_cell()
        self.ws['x'] = 2
        shell.names['x'] = 3
        shell.sync.end_cell()
        self.assertEqual(self.ws['x'], 3)
        self.ws.undo('x')
        self.assertEqual(self.ws['x'], 2)
        shell.names.wait_for(lambda: shell.names['x'] == 2)

    def test_modules_functions_classes_and_hidden_names_stay_in_the_shell(self):
        exit_command = object()
        shell = Shell(self, {'exit': exit_command}, exit=exit_command)
        shell.cell('import os, math as m\nfrom math import sin\ndef f(): pass\nclass C: pass\n_private = 1\nn = 1')
        self.assertEqual(self.ws.names(), ['n'])
        shell.cell('exit = 5')
        self.assertEqual(self.ws['exit'], 5)
        self.assertEqual(shell.reports, [])

    def test_code_is_not_written_over_by_a_variable_of_its_name(self):
        shell = Shell(self, math=math)
        self.ws['math'], self.ws['_private'], self.ws['last'] = 1, 2, 3
        shell.names.wait_for(lambda: 'last' in shell.names)
        self.assertIs(shell.names['math'], math)
        self.assertNotIn('_private', shell.names)
        self.assertEqual(list(shell.sync.troubles), ['math'])
        self.ws['math'], self.ws['last'] = 2, 4
        shell.names.wait_for(lambda: shell.names['last'] == 4)
        self.assertEqual(shell.reports, ['math: not taken from the workspace: in the shell this is the name of code'])

    def test_what_cannot_be_carried_is_told_once(self):
        shell = Shell(self)
        shell.cell('import threading\nlock = threading.Lock()\nx = 1')
        shell.cell('y = 2')
        self.assertEqual(len(shell.reports), 1)
        self.assertRegex(shell.reports[0], '^lock: not carried to the workspace: .*lock')
        self.assertEqual(set(self.ws.names()), {'x', 'y'})
        self.assertIn('lock', shell.sync.troubles)
        shell.cell('lock = 3\nType = 4')
        self.assertEqual((self.ws['lock'], list(shell.sync.troubles)), (3, ['Type']))
        shell.cell('del Type')
        self.assertEqual(shell.sync.troubles, {})
        self.assertEqual(len(shell.reports), 2)

    def test_what_cannot_be_taken_is_told_once(self):
        shell = Shell(self)
        self.ws.set('raising', Raising(), method='pickle')
        self.ws['last'] = 1
        shell.names.wait_for(lambda: 'last' in shell.names)
        shell.cell('')
        self.assertEqual(shell.reports, ['raising: not taken from the workspace: deliberate'])
        self.ws['raising'] = 5
        shell.names.wait_for(lambda: shell.names.get('raising') == 5)
        self.assertEqual(shell.sync.troubles, {})

    def test_at_the_beginning_each_gets_what_the_other_has(self):
        self.ws.set_many({'theirs': 1, 'both': 2, 'same': 3})
        shell = Shell(self, mine=4, both=5, same=3)
        self.assertEqual(shell.names['theirs'], 1)
        self.assertEqual(self.ws.get_many(['mine', 'both', 'same']), {'mine': 4, 'both': 5, 'same': 3})
        self.assertEqual(shell.reports, ['written over in the workspace, where undo brings back the other: both'])
        self.ws.undo('both')
        shell.names.wait_for(lambda: shell.names['both'] == 2)
        self.assertEqual(shell.sync.count, 4)

    def test_two_shells_and_values_of_many_kinds(self):
        one, other = Shell(self), Shell(self)
        values = {
            'array': numpy.arange(6.0).reshape(2, 3),
            'table': pandas.DataFrame({'type': ['a', 'b']}),
            'record': collections.OrderedDict(a=(1, {2})),
            'slice_': slice(1, 2),
        }
        one.names.update(values)
        one.cell('')
        other.names.wait_for(lambda: values.keys() <= other.names.keys())
        self.assertEqual(other.names['array'].tolist(), values['array'].tolist())
        pandas.testing.assert_frame_equal(other.names['table'], values['table'])
        self.assertEqual((other.names['record'], other.names['slice_']), (values['record'], slice(1, 2)))
        other.cell('array[0, 0] = 9\ndel table')
        one.names.wait_for(lambda: one.names['array'][0, 0] == 9 and 'table' not in one.names)

    def test_other_changes_than_of_values_keep_the_object(self):
        shell = Shell(self, x=[1])
        kept = shell.names['x']
        self.ws.update_metadata('x', {'unit': 'mm'})
        self.ws['last'] = 1
        shell.names.wait_for(lambda: 'last' in shell.names)
        self.assertIs(shell.names['x'], kept)
        self.ws.rename('x', 'z')
        shell.names.wait_for(lambda: 'x' not in shell.names and shell.names.get('z') == [1])


class Raising:
    """Cannot be unpickled."""

    def __reduce__(self):
        return (_fail, ())


def _fail():
    raise RuntimeError('deliberate')


if __name__ == '__main__':
    unittest.main()
