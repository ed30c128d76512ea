"""The clients that are told of changes: what they have beside that."""

import threading
import unittest
import zlib

from headframe.compat import classic, named


class GeneralClients(unittest.TestCase):
    def test_the_second_of_one_name_is_refused_and_its_other_methods_work(self):
        first = named.GeneralClient('one')
        errors = []
        kept, threading.excepthook = threading.excepthook, errors.append
        try:
            second = named.GeneralClient('one')
            self.assertEqual(second.set_var('x', 1), {'message': 'succeeded'})
            self.assertEqual(first.get_var('x'), 1)
            second.shut_down()
        finally:
            threading.excepthook = kept
            first.shut_down()
        self.assertIsInstance(errors[0].exc_value, ConnectionError)
        self.assertEqual(str(errors[0].exc_value), "socket name 'one' already connected")

    def test_a_name_is_free_again_after_shut_down(self):
        for _ in range(3):
            client = named.GeneralClient('again')
            self.assertEqual(client.set_var('x', 1), {'message': 'succeeded'})
            client.shut_down()
            self.assertEqual(client.client.fileno(), -1)

    def test_no_host_is_told_at_once(self):
        for module in (classic, named):
            with self.assertRaises(ConnectionRefusedError):
                module.GeneralClient(port=1)

    def test_bytes_are_compressed(self):
        client = classic.GeneralClient()
        self.assertEqual(zlib.decompress(client.compress(b'a' * 1000)), b'a' * 1000)
        client.shut_down()


if __name__ == '__main__':
    unittest.main()
