"""Where the client looks for a host, and for a token."""

import json
import os
import tempfile
import unittest
from unittest.mock import patch

from headframe import DisconnectedError, ProtocolError, connect
from headframe._address import Address, find_place, find_token, parse_address


class Addresses(unittest.TestCase):
    def setUp(self):
        before = os.getcwd()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, before)
        os.chdir(folder.name)
        kept = {key: value for key, value in os.environ.items() if not key.startswith('HEADFRAME_')}
        cleared = patch.dict(os.environ, kept, clear=True)
        cleared.start()
        self.addCleanup(cleared.stop)

    def runtime(self, addresses):
        os.mkdir('.headframe')
        with open('.headframe/runtime.json', 'w', encoding='utf-8') as file:
            json.dump({'dataDir': os.path.abspath('.headframe'), 'addresses': addresses}, file)

    def test_written_forms(self):
        for given, address in (
            ('unix:/run/x.sock', Address('/run/x.sock')),
            ('unix:///run/x.sock', Address('/run/x.sock')),
            ('tcp://localhost:1', Address(None, 'localhost', 1)),
            ('tcp://[::1]:80/', Address(None, '::1', 80)),
            ('10.0.0.1:12306', Address(None, '10.0.0.1', 12306)),
            (12306, Address(None, '127.0.0.1', 12306)),
            ('12306', Address(None, '127.0.0.1', 12306)),
        ):
            self.assertEqual(parse_address(given), address)
        for given in ('', 'host', 'host:', 'host:0', 'host:70000', 'http://x:y', -1):
            with self.assertRaises(ValueError):
                parse_address(given)

    def test_environment_then_runtime_file_then_the_default(self):
        self.assertEqual(find_place(None).addresses, [Address(None, '127.0.0.1', 12306)])
        self.runtime({'tcp': {'host': '127.0.0.1', 'port': 5}, 'unix': {'path': '/x'}})
        self.assertEqual(find_place(None).addresses, [Address('/x'), Address(None, '127.0.0.1', 5)])
        with patch.dict(os.environ, {'HEADFRAME_PORT': '7'}):
            self.assertEqual(find_place(None).addresses, [Address(None, '127.0.0.1', 7)])
            with patch.dict(os.environ, {'HEADFRAME_ADDRESS': 'unix:/y'}):
                self.assertEqual(find_place(None).addresses, [Address('/y')])
                self.assertEqual(find_place(9).addresses, [Address(None, '127.0.0.1', 9)])

    def test_a_runtime_file_that_is_broken_counts_as_none(self):
        os.mkdir('.headframe')
        with open('.headframe/runtime.json', 'w', encoding='utf-8') as file:
            file.write('{"addresses"')
        self.assertEqual(find_place(None).addresses, [Address(None, '127.0.0.1', 12306)])

    def test_the_token_given_then_the_environment_then_the_strongest_of_the_data_folder(self):
        self.runtime({})
        self.assertIsNone(find_token(None, '.headframe'))
        with open('.headframe/token', 'w', encoding='utf-8') as file:
            json.dump({'read': 'r', 'write': 'w'}, file)
        self.assertEqual(find_token(None, '.headframe'), 'w')
        self.assertIsNone(find_token(None, None))
        with patch.dict(os.environ, {'HEADFRAME_TOKEN': 'e'}):
            self.assertEqual(find_token(None, '.headframe'), 'e')
            self.assertEqual(find_token('g', '.headframe'), 'g')

    def test_nobody_there(self):
        with self.assertRaises(DisconnectedError) as caught:
            connect('unix:/nowhere/at.all')
        self.assertIsInstance(caught.exception, ConnectionError)
        self.assertIn('unix:/nowhere/at.all', str(caught.exception))

    def test_somebody_else_there(self):
        import socket
        import threading

        with socket.socket() as server:
            server.bind(('127.0.0.1', 0))
            server.listen()

            def serve():
                peer, _ = server.accept()
                with peer:
                    peer.recv(100)
                    peer.sendall(b'SSH-2.0-x\r\n')

            thread = threading.Thread(target=serve)
            thread.start()
            with self.assertRaises(ProtocolError):
                connect(server.getsockname()[1])
            thread.join()


if __name__ == '__main__':
    unittest.main()
