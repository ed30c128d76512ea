"""Connections by TLS, of threads and of asyncio."""

import asyncio
import hashlib
import os
import ssl
import subprocess
import tempfile
import unittest

from host import Host

from headframe import DisconnectedError, RequestTimeoutError, aio, connect


class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.cert, key = (os.path.join(folder.name, name) for name in ('host.crt', 'host.key'))
        kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
        name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
        made = ['openssl', 'req', *kind, *name, '-keyout', key, '-out', cls.cert]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(cls.cert, encoding='ascii') as file:
            cls.fingerprint = hashlib.sha256(ssl.PEM_cert_to_DER_cert(file.read())).hexdigest()
        host = Host(server={'tls': {'cert': cls.cert, 'key': key}, 'heartbeatSeconds': 1})
        cls.addClassCleanup(host.remove)
        port = host.start().tcp.rpartition(':')[2]
        cls.named, cls.numbered = f'tls://localhost:{port}', f'tls://127.0.0.1:{port}'

    def test_a_host_with_a_given_certificate_is_talked_to(self):
        with connect(self.named, ca=self.cert) as ws:
            told = []
            ws.on_change(told.append)
            ws['long'] = b'x' * 3_000_000
            self.assertEqual(ws['long'], b'x' * 3_000_000)
            for number in range(50):
                ws['short'] = number
                self.assertEqual(ws['short'], number)

    def test_a_host_with_a_given_fingerprint_is_talked_to_whatever_its_name_is(self):
        pairs = zip(self.fingerprint[::2], self.fingerprint[1::2])
        for written in (self.fingerprint, ':'.join(map(''.join, pairs)).upper()):
            with connect(self.numbered, fingerprint=written) as ws:
                ws['x'] = written
                self.assertEqual(ws['x'], written)

    def test_a_connection_that_was_idle_goes_on(self):
        with connect(self.named, ca=self.cert) as ws, connect(self.named, ca=self.cert) as other:
            ws['x'] = 1
            session = ws.greeting['session']
            # It waits on a connection of its own for longer than a host waits for an answer to its heartbeats.
            with self.assertRaises(RequestTimeoutError):
                other.wait_for('never', timeout_ms=4500)
            ws['x'] = 2
            self.assertEqual(ws['x'], 2)
            self.assertEqual(ws.greeting['session'], session)

    def test_no_other_host_is_talked_to(self):
        other = ('0' if self.fingerprint[0] != '0' else '1') + self.fingerprint[1:]
        for address, trust, words in (
            (self.named, {}, 'CERTIFICATE_VERIFY_FAILED|self.signed'),
            (self.numbered, {'ca': self.cert}, 'CERTIFICATE_VERIFY_FAILED|IP address mismatch'),
            (self.numbered, {'fingerprint': other}, 'another fingerprint'),
        ):
            with self.assertRaisesRegex(DisconnectedError, words):
                connect(address, **trust)
            with self.assertRaisesRegex(DisconnectedError, words):
                asyncio.run(self.once(address, **trust))

    def test_asyncio(self):
        self.assertEqual(asyncio.run(self.once(self.named, ca=self.cert)), b'y' * 2_000_000)
        self.assertEqual(asyncio.run(self.once(self.numbered, fingerprint=self.fingerprint)), b'y' * 2_000_000)

    async def once(self, address, **trust):
        async with await aio.connect(address, reconnect=False, **trust) as ws:
            await ws.set('long', b'y' * 2_000_000)
            return await ws.get('long')


if __name__ == '__main__':
    unittest.main()
