"""
Reads variables as fast as it can while another program writes them, and compares each value with what the writer had
been answered before it was read.

    python3 coherence.py ADDRESS FILE LAST

FILE holds the number of the last write that was answered, 8 bytes, little endian. A write of a number n sets `number`
to n, `text` to a text of it, and `array`, every hundredth time, to an array of it. It ends when it has read LAST.
"""

import mmap
import sys

from headframe import connect

EVERY = 100


def main(address, path, last):
    with open(path, 'rb') as file:
        answered = memoryview(mmap.mmap(file.fileno(), 8, mmap.MAP_SHARED, mmap.PROT_READ)).cast('Q')
    seen = {'number': 0, 'text': 0, 'array': 0}
    reads = kept = 0
    read = {
        'number': lambda value: value,
        'text': lambda value: int(value.split()[0]),
        'array': lambda value: int(value[-1]),
    }
    with connect(address, client='reader') as ws:
        names = list(seen)
        previous = dict.fromkeys(names)
        while min(seen.values()) < last:
            for name in names:
                before = answered[0]
                value = ws[name]
                number = read[name](value)
                least = before - before % EVERY if name == 'array' else before
                if number < least or number < seen[name]:
                    raise AssertionError(f'{name} is {number}, after {least} was answered and {seen[name]} was read')
                seen[name] = number
                reads += 1
                if name == 'text':
                    kept += value is previous[name]
                    previous[name] = value
    print(reads, kept)


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
