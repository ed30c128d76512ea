"""Whose places a client uses: those of a host of its own user, in a folder of its own machine, and no others."""

import os
import tempfile
import unittest

from headframe._places import Places
from headframe._places_errors import PlaceGone, PlaceUnusable
from headframe._places_folder import Folder
from headframe._places_metas import NO_SLOT, PlacedAnswer
from headframe._places_system import file_system
from headframe._values import Values

CHALLENGE = '0123456789abcdef.challenge'
PROOF = 'ab' * 32


class PlacesOfAFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='headframe-places-')
        self.addCleanup(folder.cleanup)
        self.outside = os.path.join(folder.name, 'outside')
        self.folder = os.path.join(folder.name, 'blobs')
        os.mkdir(self.folder, 0o700)
        self.write(self.outside, PROOF)

    def write(self, path, text, mode=0o400):
        with open(path, 'w', encoding='ascii') as file:
            file.write(text)
        os.chmod(path, mode)

    def claim(self, **changes):
        offer = {'directory': self.folder, 'challenge': CHALLENGE, 'versions': self.folder + '/versions', **changes}
        return Places(Values(False), True, 0).claim({'places': offer})


class Proof(PlacesOfAFolder):
    def test_the_challenge_is_what_is_told(self):
        self.write(os.path.join(self.folder, CHALLENGE), PROOF)
        self.assertIn(PROOF.encode(), self.claim().request[2])

    def test_no_offer_and_malformed_ones_are_of_no_use(self):
        places = Places(Values(False), True, 0)
        for offer in (None, {}, 'yes', {'directory': self.folder}, {'directory': 1, 'challenge': 2, 'versions': 3}):
            self.assertIsNone(places.claim({'places': offer}))
        self.write(os.path.join(self.folder, CHALLENGE), PROOF)
        self.assertIsNone(self.claim(directory='\0'))
        self.assertIsNone(Places(Values(False), False, 0).claim({'places': {'directory': self.folder}}))

    def test_a_challenge_is_a_plain_file_for_its_user_alone(self):
        path = os.path.join(self.folder, CHALLENGE)
        self.assertIsNone(self.claim())
        for make in (
            lambda: os.symlink(self.outside, path),
            lambda: os.mkfifo(path, 0o600),
            lambda: os.mkdir(path),
            lambda: self.write(path, PROOF, 0o644),
            lambda: self.write(path, PROOF[1:]),
            lambda: self.write(path, PROOF + 'a'),
            lambda: self.write(path, 'secret' * 10 + 'abcd'),
        ):
            make()
            self.assertIsNone(self.claim())
            os.rename(path, path + '.done') if not os.path.isdir(path) else os.rmdir(path)

    def test_a_name_leads_nowhere_else(self):
        for name in ('../outside', '/etc/hostname', CHALLENGE + '/..', '', '0123456789ABCDEF.challenge'):
            self.assertIsNone(self.claim(challenge=name))

    def test_a_folder_is_no_link_and_no_file(self):
        self.write(os.path.join(self.folder, CHALLENGE), PROOF)
        link = self.folder + '.link'
        os.symlink(self.folder, link)
        for path in (link, self.outside, self.folder + '/missing'):
            self.assertIsNone(self.claim(directory=path))

    def test_which_file_system_a_folder_is_on_is_asked_of_the_system(self):
        with open('/proc/self/status', encoding='ascii') as file, open(self.outside, encoding='ascii') as other:
            self.assertEqual(file_system(file.fileno()), 'proc')
            self.assertNotEqual(file_system(other.fileno()), 'proc')


class Files(PlacesOfAFolder):
    def setUp(self):
        super().setUp()
        self.blobs = Folder(self.folder, CHALLENGE)

    def parts(self, name, end=8):
        return self.blobs.parts(PlacedAnswer(1, 2, (end,), NO_SLOT, name, (0,)))

    def test_what_is_there_is_mapped_read_only(self):
        self.write(os.path.join(self.folder, 'a0'), 'document'.ljust(4096) + 'buffer' + 'x' * 20_000)
        document, buffer, long = self.blobs.parts(PlacedAnswer(1, 2, (8, 6, 20_000), NO_SLOT, 'a0', (0, 4096, 4102)))
        self.assertEqual((bytes(document), bytes(buffer)), (b'document', b'buffer'))
        self.assertTrue(buffer.readonly and long.readonly)
        (document,) = self.parts('a0', 20_000)
        self.assertTrue(document.readonly)
        self.assertEqual(bytes(document[:8]), b'document')

    def test_what_is_gone_is_asked_for_again(self):
        with self.assertRaises(PlaceGone):
            self.parts('a0')

    def test_what_is_no_file_of_that_length_is_not_used(self):
        self.write(os.path.join(self.folder, 'short'), 'docu')
        os.symlink(self.outside, os.path.join(self.folder, 'link'))
        os.mkfifo(os.path.join(self.folder, 'fifo'))
        os.mkdir(os.path.join(self.folder, 'folder'))
        for name in ('short', 'link', 'fifo', 'folder'):
            with self.subTest(name), self.assertRaises(PlaceUnusable) as caught:
                self.parts(name)
            self.assertIs(type(caught.exception), PlaceUnusable)

    def test_a_file_has_its_parts_at_whole_pages_and_ends_with_the_last(self):
        pieces = (b'document', b'', b'x' * 5000, memoryview(b'y' * 4096), b'')
        name, offsets = self.blobs.write(pieces)
        self.assertRegex(name, r'^0123456789abcdef[0-9a-f]{16}\.tmp$')
        self.assertEqual(offsets, [0, 0, 4096, 12288, 0])
        path = os.path.join(self.folder, name)
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o600)
        with open(path, 'rb') as file:
            said = file.read()
        self.assertEqual(said, b'document'.ljust(4096, b'\0') + (b'x' * 5000).ljust(8192, b'\0') + b'y' * 4096)
        self.blobs.remove(name)
        self.assertEqual(os.listdir(self.folder), [])

    def test_more_parts_than_the_system_takes_at_once(self):
        pieces = [bytes([i % 251]) * (i + 1) for i in range(3000)]
        name, offsets = self.blobs.write(pieces)
        with open(os.path.join(self.folder, name), 'rb') as file:
            said = file.read()
        for piece, offset in zip(pieces, offsets):
            self.assertEqual(said[offset : offset + len(piece)], piece)
        self.assertEqual(len(said), offsets[-1] + len(pieces[-1]))
