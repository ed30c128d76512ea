"""What tests of a client with threads begin with: a host that is empty."""

import unittest

from host import shared_host

from headframe import connect


class HostTest(unittest.TestCase):
    def begin_host(self):
        """The host of each test."""
        return shared_host()

    def connect(self, address=None, **options):
        """A client that is closed with the test."""
        options.setdefault('client', self.id().rpartition('.')[2][:64])
        workspace = connect(address or self.host.unix, **options)
        self.addCleanup(workspace.close)
        return workspace

    def setUp(self):
        self.host = self.begin_host()
        self.ws = self.connect()
        self.ws.clear()
