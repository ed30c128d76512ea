"""Several threads and processes with one client, and how a client ends."""

import multiprocessing
import socket
import threading
import unittest

from host_test import HostTest

import headframe
from headframe import connect


class ManyUsers(HostTest):
    def test_threads_share_a_client(self):
        ws, wrong = self.ws, []

        def work(number):
            for i in range(100):
                ws[f't{number}'] = [number, i]
                if ws[f't{number}'] != [number, i]:
                    wrong.append((number, i))
                ws.increment('sum')

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(wrong, [])
        self.assertEqual(ws['sum'], 800)

    def test_a_forked_process_gets_a_connection_of_its_own(self):
        ws = self.ws
        ws['x'] = 1
        session = ws.greeting['session']
        fork = multiprocessing.get_context('fork')
        queue = fork.SimpleQueue()

        def child():
            queue.put((ws['x'], ws.set('y', 2), ws.greeting['session']))

        process = fork.Process(target=child)
        process.start()
        process.join(30)
        value, _, other = queue.get()
        self.assertEqual((value, ws['y']), (1, 2))
        self.assertNotEqual(other, session)
        self.assertEqual(ws.greeting['session'], session)


class Ends(HostTest):
    def test_closed(self):
        self.ws.close()
        self.ws.close()
        for use in (lambda: self.ws['x'], lambda: self.ws.set('x', 1), lambda: self.ws.changes(), self.ws.names):
            with self.assertRaises(headframe.ClosedError):
                use()

    def test_closing_wakes_who_waits(self):
        for _ in range(10):
            ws, caught = self.connect(), []

            def wait(ws=ws, caught=caught):
                try:
                    ws.call('wait_for', {'name': 'never'})
                except headframe.HeadframeError as error:
                    caught.append(error.code)

            thread = threading.Thread(target=wait)
            thread.start()
            self.ws['x'] = 1
            ws.close()
            thread.join(30)
            self.assertEqual(caught, ['CLOSED'])

    def test_a_host_that_does_not_answer(self):
        with socket.socket() as silent:
            silent.bind(('127.0.0.1', 0))
            silent.listen()
            with self.assertRaises(headframe.RequestTimeoutError) as caught:
                connect(silent.getsockname()[1], timeout_ms=100)
        self.assertIsInstance(caught.exception, TimeoutError)

    def test_an_answer_that_does_not_come_in_time_ends_the_connection_and_the_next_request_has_another(self):
        ws = self.connect(timeout_ms=300)
        ws['x'] = 1
        session = ws.greeting['session']
        self.host.pause()
        try:
            with self.assertRaises(headframe.RequestTimeoutError):
                ws['x']
        finally:
            self.host.resume()
        ws = self.connect()
        self.assertEqual(ws['x'], 1)
        self.assertNotEqual(ws.greeting['session'], session)


if __name__ == '__main__':
    unittest.main()
