"""Frames and metas against the vectors that every implementation of the framed dialect runs."""

import json
import os
import random
import unittest

from host import ROOT

from headframe import ProtocolError
from headframe import _metas as metas
from headframe import _protocol as protocol
from headframe._frame import STAGING, FrameReader, frame_head

with open(os.path.join(ROOT, 'test', 'fixtures', 'framed', 'vectors.json'), encoding='utf-8') as _file:
    VECTORS = json.load(_file)
FRAMES = VECTORS['frames']
TO_CLIENTS = [frame for frame in FRAMES if frame['fields']['kind'] != protocol.REQUEST]
SEED = int(os.environ.get('HEADFRAME_SEED', random.randrange(2**32)))


def read(data, cut, reader=None):
    """The frames of a stream that comes in pieces of `cut()` bytes."""
    reader = reader or FrameReader()
    frames, at = [], 0
    while at < len(data):
        buffer = reader.buffer()
        count = min(len(buffer), cut(), len(data) - at)
        buffer[:count] = data[at : at + count]
        at += count
        frames += reader.received(count)
    return frames, reader


class Reading(unittest.TestCase):
    def test_the_vectors_however_the_bytes_come(self):
        data = b''.join(bytes.fromhex(frame['hex']) for frame in TO_CLIENTS)
        choose = random.Random(SEED)
        for cut in (lambda: 1, lambda: 19, lambda: 1 << 20, lambda: choose.randint(1, 90)):
            frames, reader = read(data, cut)
            self.assertTrue(reader.idle)
            self.assertEqual(len(frames), len(TO_CLIENTS))
            for frame, vector in zip(frames, TO_CLIENTS):
                fields = vector['fields']
                self.assertEqual(frame[:4], tuple(fields[key] for key in ('kind', 'operation', 'flags', 'id')))
                self.assertEqual(frame.meta.hex(), fields['meta'], vector['name'])
                self.assertEqual(b''.join(map(bytes, frame.pieces)).hex(), fields['payload'], vector['name'])

    def test_large_parts_come_into_memory_of_their_own(self):
        parts = [os.urandom(size) for size in (10, STAGING - 1, STAGING, 3 * STAGING + 5, 0)]
        layout = metas.LAYOUT.pack(7, 2, len(parts) - 1, 10) + metas.lengths_meta(parts[1:])
        payload = b''.join(parts)
        head = frame_head(protocol.GET, 0, 1, len(layout), len(payload), protocol.ANSWER)
        choose = random.Random(SEED)
        for cut in (lambda: 1 << 20, lambda: choose.randint(1, 2 * STAGING), lambda: 4093):
            (first, second), reader = read((head + layout + payload) * 2, cut)
            self.assertEqual([bytes(piece) for piece in first.pieces], parts)
            self.assertEqual([bytes(piece) for piece in second.pieces], parts)
            self.assertTrue(reader.idle)

    def test_hostile_heads_are_refused_before_anything_is_allocated(self):
        for head in (
            frame_head(0, 0, 1, 0, 0, 5),
            frame_head(0, 0, 1, 0, 0, 1),
            frame_head(1, 0, 1, protocol.MAX_META + 1, 0, 2),
            frame_head(1, 0, 1, 0, protocol.MAX_PAYLOAD + 1, 2),
            frame_head(1, 0, 1, 24, 5, 2) + metas.LAYOUT.pack(1, 2, 0, 6),
            frame_head(1, 0, 1, 24, 5, 2) + metas.LAYOUT.pack(1, 2, 2**32 - 1, 5),
            frame_head(0, 1, 1, 2, 5, 2) + b'{}',
            frame_head(0, 1, 1, 13, 5, 2) + b'{"length":-5}',
            frame_head(16, 0, 0, 12, 5, 4) + b'{"value":[]}',
        ):
            with self.assertRaises(ProtocolError):
                read(head, lambda: 1 << 20)

    def test_random_bytes_give_frames_or_an_error(self):
        choose = random.Random(SEED)
        streams = [bytes.fromhex(frame['hex']) for frame in TO_CLIENTS]
        for _ in range(3000):
            data = bytearray(choose.choice(streams))
            for _ in range(choose.randint(1, 4)):
                data[choose.randrange(len(data))] = choose.randrange(256)
            try:
                read(data, lambda: 1 << 20)
            except ProtocolError:
                continue


class Writing(unittest.TestCase):
    def vector(self, name):
        return next(frame['fields'] for frame in FRAMES if frame['name'] == name)

    def test_metas_are_those_of_the_vectors(self):
        name = '变量'.encode()
        for vector, meta in (
            ('get as a pickle', metas.name_meta(b'x', None)),
            ('get unless it has revision 2^40+1', metas.name_meta(b'x', 2**40 + 1)),
            ('set typed JSON', metas.set_meta(b'x', [], None)),
            ('set a pickle with two buffers', metas.set_meta(name, [bytes(8), b''], None)),
            ('set if it does not exist', metas.set_meta(b'x', [], 0)),
            ('delete if it has revision 5', metas.name_meta(b'x', 5)),
            ('get many', metas.names_meta([b'x', name])),
            (
                'set many',
                metas.U32.pack(2)
                + metas.entry_meta(b'x', 2, 8, [], 9)
                + metas.entry_meta(name, 1, 5, [bytes(8), b''], None),
            ),
            (
                'delete many',
                metas.U32.pack(2) + metas.deletion_meta(b'x', 10) + metas.deletion_meta(name, None),
            ),
        ):
            self.assertEqual(meta.hex(), self.vector(vector)['meta'], vector)

    def test_layouts_and_revisions_of_the_vectors(self):
        methods = {None: 0, 'pickle': 1, 'json': 2}
        for frame in TO_CLIENTS:
            meta, decoded = bytes.fromhex(frame['fields']['meta']), frame['fields'].get('decoded') or {}
            if 'layouts' in decoded:
                said = [
                    (one['revision'], methods[one['method']], (one['document'], *one['buffers']))
                    for one in decoded['layouts']
                ]
                self.assertEqual([tuple(layout) for layout in metas.read_layouts(meta)], said, frame['name'])
            if 'revisions' in decoded:
                self.assertEqual(list(metas.read_revisions(meta)), decoded['revisions'], frame['name'])


if __name__ == '__main__':
    print('seed', SEED)
    unittest.main()
