"""Many values in one frame: what is read and written together is what it would be one by one. Without a host."""

import unittest
from struct import pack, unpack_from

from headframe._many import names_meta_of, read_many, write_many
from headframe._values import Values

VALUES = Values(False)
BATCHES = {
    'bytes of one length': {f'name{i}': bytes([i]) * 100 for i in range(100)},
    'bytes of other lengths': {f'name{i}': bytes([i]) * i for i in range(100)},
    'long bytes': {'a': b'a' * 40_000, 'b': b'b' * 40_000},
    'empty bytes': {'a': b'', 'b': b''},
    'texts of one length': {f'name{i}': f'{i:04}' for i in range(100)},
    'other texts': {'a': '', 'π': 'π "quoted" \\ \n', 'c': 'x' * 300},
    'numbers': {'a': 1, 'b': 22, 'c': 3.5},
    'bytes that look like a document': {'a': b'{"$type":"bytes","buffer":0}', 'b': b'x' * 28},
    'mixed': {'a': b'bytes', 'b': 'text', 'c': [1, b'within'], 'd': None},
    'one': {'a': b'x'},
    'none': {},
}


def described(meta, count):
    """What the meta of a set many says: of each entry its name, and the lengths of document and buffers."""
    entries = []
    at = 4
    for _ in range(count):
        _, name, buffers, document = unpack_from('<HHIQ', meta, at)
        at += 16
        lengths = unpack_from(f'<{buffers}Q', meta, at)
        at += 8 * buffers
        entries.append((meta[at : at + name].decode(), (document, *lengths)))
        at += name
    return entries


class ManyTest(unittest.TestCase):
    def test_what_was_written_is_read(self):
        # Twice, and in turns: what is kept of one batch must not show in another.
        for label, items in [*BATCHES.items(), *reversed(BATCHES.items())]:
            with self.subTest(label):
                meta, pieces = write_many(VALUES, items, {}, None)
                entries = described(meta, len(items))
                self.assertEqual([name for name, _ in entries], list(items))
                payload = b''.join(pieces)
                self.assertEqual(len(payload), sum(sum(lengths) for _, lengths in entries))
                layouts = b''.join(
                    pack(f'<QIIQ{len(lengths) - 1}Q', 7, 2, len(lengths) - 1, *lengths) for _, lengths in entries
                )
                whole = [bytearray(payload)] if payload else []
                self.assertEqual(read_many(VALUES, list(items), layouts, whole), items)

    def test_names_are_written_anew_when_they_are_others(self):
        for names in (['a', 'b'], ['a', 'c'], ['a'], ['a', 'b'], []):
            expected = pack('<I', len(names)) + b''.join(pack('<H', 1) + name.encode() for name in names)
            self.assertEqual(names_meta_of(names), expected)
            self.assertEqual(names_meta_of(names), expected)


if __name__ == '__main__':
    unittest.main()
