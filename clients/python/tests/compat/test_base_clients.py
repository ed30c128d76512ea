"""What the BaseClients of 2020 and of 2021 give back, and where the two differ."""

import contextlib
import io
import os
import threading
import unittest

import numpy
import pandas
from surroundings import Vanishing, environment, vanished

from headframe.compat import classic, named

TYPES = ['Type', 'Complex', 'Matrix', 'Vector', 'TimeSeries', 'StateSpace', 'DataFrame', 'Series']


def fresh(client):
    """The client, in a workspace that is empty."""
    for name in client.get_all_public_var_names():
        client.delete_var(name, 'test')
    return client


class Common:
    """Tests of what both generations do alike."""

    def test_values_come_back(self):
        self.client.set_var('x', {'a': [1, 2.5, None], 'b': ('t', b'u')})
        self.assertEqual(self.client.get_var('x'), {'a': [1, 2.5, None], 'b': ('t', b'u')})

    def test_functions_of_the_program_come_back(self):
        factor = 3
        self.client.set_var('f', lambda number: number * factor)
        self.assertEqual(self.client.get_var('f')(14), 42)

    def test_data_travels_as_typed_json_when_asked_for(self):
        values = {'text': 'a "$type" PMEND 变量', 'raw': b'\x00' * 1000, 'tuple': (1, 1.0, None, {2: 3})}
        for name, value in values.items():
            answer = self.client.set_var(name, value, 'test', method='json')
            self.assertEqual(answer['message'], self.client.set_var('other', 1)['message'])
            self.assertEqual(repr(self.client.get_var(name)), repr(value))
            metadata = named.BaseClient('test')._ask('get_metadata', name)['metadata']
            self.assertEqual((metadata['method'], metadata['provider']), ('json', 'test'))
        table = pandas.DataFrame({'type': ['a', 'b'], 'n': numpy.arange(2.0)})
        self.client.set_var('table', table, method='json')
        pandas.testing.assert_frame_equal(self.client.get_var('table'), table)

    def test_what_is_no_data_is_refused_as_typed_json(self):
        answer = self.client.set_var('f', len, method='json')
        self.assertEqual((answer['message'], answer['code']), ('failed', 'NOT_CONVERTIBLE'))
        with self.assertRaisesRegex(ValueError, "no method: 'xml'"):
            self.client.set_var('x', 1, method='xml')

    def test_names_are_listed_in_the_order_of_creation(self):
        self.client.set_var_dic({'y': 2, '变量': 'z'})
        self.client.set_var('x', 1)
        self.client.set_var('y', 3)
        self.assertEqual(self.client.get_all_public_var_names(), ['y', '变量', 'x'])
        self.assertEqual(self.client.get_all_var_names(), [*TYPES, 'y', '变量', 'x'])
        self.assertEqual(self.client.get_all_vars(), {'y': 3, '变量': 'z', 'x': 1})

    def test_names_and_texts_may_hold_the_terminator(self):
        self.client.set_var('PMEND', 'PMEND "\\" PMEND', 'PMEND')
        self.assertEqual(self.client.get_all_vars(), {'PMEND': 'PMEND "\\" PMEND'})

    def test_large_values_come_back(self):
        value = os.urandom(3_000_000)
        self.client.set_var('large', value)
        self.assertEqual(self.client.get_var('large'), value)

    def test_a_value_that_cannot_be_pickled_is_refused_with_the_reason(self):
        answer = self.client.set_var('lock', threading.Lock())
        self.assertEqual((answer['message'], answer['code']), ('failed', 'NOT_CONVERTIBLE'))
        self.assertIn('lock', answer['content'])
        self.assertEqual(self.client.get_all_public_var_names(), [])

    def test_what_of_a_dict_cannot_be_carried_is_named(self):
        with self.assertWarnsRegex(UserWarning, 'lock .*; DataFrame .RESERVED'):
            answer = self.client.set_var_dic({'a': 1, 'lock': threading.Lock(), 'DataFrame': 2})
        self.assertEqual(sorted(answer['skipped']), ['DataFrame', 'lock'])
        self.assertEqual(self.client.get_all_vars(), {'a': 1})

    def test_a_variable_that_cannot_be_unpickled_is_named_and_the_others_are_read(self):
        self.client.set_var('good', 1)
        self.client.set_var('bad', Vanishing())
        with vanished(), self.assertWarnsRegex(UserWarning, 'not read: bad .*Vanishing'):
            self.assertEqual(self.client.get_all_vars(), {'good': 1})
        errors = io.StringIO()
        with vanished(), contextlib.redirect_stderr(errors):
            self.assertIsNone(self.client.get_var('bad'))
        self.assertIn('Vanishing', errors.getvalue())

    def test_values_are_dumped_and_loaded(self):
        self.assertEqual(self.client.load_data_from_b64(self.client.dump_data_from_b64([1])), [1])

    def test_the_style_sheet_is_a_text(self):
        self.assertIn('QWidget', self.client.get_style_sheet())
        self.assertEqual(self.module.get_style_sheet(), self.client.get_style_sheet())

    def test_the_port_is_the_argument_before_the_environment(self):
        port = int(os.environ['HEADFRAME_PORT'])
        self.client.set_var('x', 1)
        with environment('1'):
            self.assertEqual(self.module.BaseClient(port=port).get_var('x'), 1)
            with self.assertRaises(ConnectionRefusedError):
                self.module.BaseClient().get_var('x')
        with environment('none'), self.assertRaisesRegex(ValueError, "no port: 'none'"):
            self.module.BaseClient().get_var('x')

    def test_many_threads_use_one_client(self):
        def write(first):
            for number in range(first, first + 20):
                self.client.set_var(f'v{number}', number)

        threads = [threading.Thread(target=write, args=(20 * index,)) for index in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(self.client.get_all_vars(), {f'v{number}': number for number in range(160)})


class Classic(Common, unittest.TestCase):
    module = classic

    def setUp(self):
        self.client = fresh(classic.BaseClient())

    def test_its_answers_are_those_of_2020(self):
        self.assertEqual(self.client.set_var('x', 1), {'message': 'success'})
        self.assertEqual(self.client.set_var_dic({'y': 2}), {'message': 'success'})
        self.assertIsNone(self.client.get_var('nope'))
        self.assertEqual(self.client.delete_var('x', 'test'), [])
        self.assertEqual(self.client.delete_var(['y'], 'test'), [])
        self.assertEqual(self.client.get_all_public_var_names(), [])
        keys = ['work_dir', 'main_theme', 'margin_theme', 'locale', 'theme']
        self.assertEqual(list(self.client.get_settings()), keys)
        with contextlib.redirect_stderr(io.StringIO()):
            self.assertIsNone(self.client.dump_data_from_b64(threading.Lock()))


class Named(Common, unittest.TestCase):
    module = named

    def setUp(self):
        self.client = fresh(named.BaseClient('test'))

    def test_its_answers_are_those_of_2021(self):
        self.assertEqual(self.client.set_var('x', 1), {'message': 'succeeded'})
        self.assertEqual(self.client.set_var_dic({'y': 2}), {'message': 'succeeded'})
        with self.assertRaisesRegex(ValueError, '^variable nope not found!$'):
            self.client.get_var('nope')
        self.assertEqual(self.client.delete_var('x', 'test'), 'x')
        self.assertEqual(self.client.delete_var(['y'], 'test'), ['y'])
        self.assertEqual(self.client.get_all_public_var_names(), [])
        with contextlib.redirect_stderr(io.StringIO()):
            self.assertEqual(self.client.dump_data_from_b64(threading.Lock()), '')

    def test_some_variables_are_read_at_once_and_listed_by_type(self):
        self.client.set_var_dic({'n': 1.5, 't': 'text', 'u': True})
        self.assertEqual(self.client.get_vars(['t', 'n']), {'t': 'text', 'n': 1.5})
        self.assertEqual(self.client.get_vars(['t', 'nope'])['code'], 'NOT_FOUND')
        kinds = {kind: self.client.get_all_var_names_of_type(kind) for kind in named.TYPES}
        self.assertEqual(kinds, {'string': ['t'], 'array': [], 'table': [], 'numeric': ['n']})
        with self.assertRaises(AssertionError):
            self.client.get_all_var_names_of_type('other')

    def test_settings_are_read_whole_and_set(self):
        self.assertEqual(self.client.set_settings_param('theme', 'Windows'), {'message': 'succeeded'})
        settings = self.client.get_settings()
        self.assertEqual((settings['message'], settings['theme']), ('succeeded', 'Windows'))
        self.assertEqual(settings['settings']['theme'], 'Windows')
        self.assertEqual(self.client.set_settings_param('nope', 1)['code'], 'SETTING_UNKNOWN')

    def test_a_request_of_ones_own_is_answered(self):
        request = self.client.generate_request_template()
        self.assertEqual(list(request), ['timestamp', 'name', 'contents', 'method'])
        self.assertEqual(request['name'], 'test')
        answer = self.client.send_dict_and_get_request_dict({**request, 'method': 'ping', 'params': []})
        self.assertEqual(answer['message'], 'succeeded')
        with self.assertRaises(TypeError):
            self.client.send_dict_and_get_request_dict({**request, 'params': [b'bytes']})


if __name__ == '__main__':
    unittest.main()
