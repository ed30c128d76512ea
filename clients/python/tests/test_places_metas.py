"""The metas of the data plane against the vectors that every implementation runs."""

import json
import os
import random
import unittest

from host import ROOT

from headframe import ProtocolError
from headframe._frame import FrameReader, frame_head
from headframe._places_metas import NO_SLOT, placed_set_meta, read_placed
from headframe._protocol import ANSWER, GET, METHODS, PLACE

with open(os.path.join(ROOT, 'test', 'fixtures', 'framed', 'vectors.json'), encoding='utf-8') as _file:
    VECTORS = json.load(_file)['places']
SEED = int(os.environ.get('HEADFRAME_SEED', random.randrange(2**32)))


class Metas(unittest.TestCase):
    def test_answers(self):
        self.assertGreaterEqual(len(VECTORS['answers']), 5)
        for vector in VECTORS['answers']:
            fields = vector['fields']
            layout, place = fields['layout'], fields['place']
            with self.subTest(vector['name']):
                self.assertEqual(
                    read_placed(bytearray.fromhex(vector['hex'])),
                    (
                        layout['revision'],
                        METHODS.get(layout['method'], 0),
                        (layout['document'], *layout['buffers']),
                        NO_SLOT if fields['slot'] is None else fields['slot'],
                        '' if place is None else place['id'],
                        () if place is None else (place['document'], *place['buffers']),
                    ),
                )

    def test_answers_that_are_malformed(self):
        for vector in VECTORS['badAnswers']:
            with self.subTest(vector['name']), self.assertRaises(ProtocolError):
                read_placed(bytes.fromhex(vector['hex']))

    def test_random_answers_give_a_place_or_an_error(self):
        choose = random.Random(SEED)
        for _ in range(3000):
            meta = bytearray.fromhex(choose.choice(VECTORS['answers'])['hex'])
            for _ in range(choose.randint(1, 4)):
                meta[choose.randrange(len(meta))] = choose.randrange(256)
            try:
                self.assertTrue(read_placed(meta[: choose.randint(0, len(meta))]).lengths)
            except ProtocolError as error:
                self.assertEqual(error.code, 'PROTOCOL')

    def test_sets(self):
        self.assertGreaterEqual(len(VECTORS['sets']), 3)
        for vector in VECTORS['sets']:
            fields = vector['fields']
            parts = [fields['document'], *fields['buffers']]
            lengths, offsets = ([part[key] for part in parts] for key in ('length', 'offset'))
            with self.subTest(vector['name']):
                meta = placed_set_meta(fields['name'].encode(), lengths, offsets, fields['file'], fields['ifRevision'])
                self.assertEqual(meta.hex(), vector['hex'])

    def test_a_long_value_in_the_payload_is_cut_by_its_layout(self):
        value = os.urandom(200_000)
        meta = bytes.fromhex(VECTORS['answers'][0]['hex'])
        meta = meta[:12] + (1).to_bytes(4, 'little') + meta[16:24] + len(value).to_bytes(8, 'little') + meta[24:]
        data = frame_head(GET, PLACE, 1, len(meta), 8 + len(value), ANSWER) + meta + b'document' + value
        reader, frames, at = FrameReader(), [], 0
        while at < len(data):
            buffer = reader.buffer()
            count = min(len(buffer), 60_000, len(data) - at)
            buffer[:count] = data[at : at + count]
            at += count
            frames += reader.received(count)
        self.assertEqual([bytes(piece) for piece in frames[0].pieces], [b'document', value])
