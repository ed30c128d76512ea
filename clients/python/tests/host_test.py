"""What tests of a client with threads begin with: a host for their class, empty for each."""

import unittest

from host import Host

from headframe import connect


class HostTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.host = Host().start()
        cls.addClassCleanup(cls.host.remove)

    def connect(self, address=None, **options):
        """A client that is closed with the test."""
        options.setdefault('client', self.id().rpartition('.')[2][:64])
        workspace = connect(address or self.host.unix, **options)
        self.addCleanup(workspace.close)
        return workspace

    def setUp(self):
        self.ws = self.connect()
        self.ws.clear()
