"""60 random values of 60 to 150 KB, written strictly and read back as PyMiner's clients read; reports those lost.

Option `dialect`, `seed`.
"""

import base64
import pickle
import random

from clients import SHORT_CLIENTS
from program import run

COUNT = 60


def main(options):
    client_class = SHORT_CLIENTS[options['dialect']]
    writer, reader = client_class(options['address'], strict=True), client_class(options['address'])
    generator = random.Random(options['seed'])
    lost = []
    for number in range(COUNT):
        value = generator.randbytes(generator.randint(60_000, 150_000))
        text = base64.b64encode(pickle.dumps(value, 4)).decode('ascii')
        writer.set_text('random_value', text)
        if reader.get_text('random_value') != text or reader.get_var('random_value') != value:
            lost.append(number)
    return {'read': COUNT, 'lost': lost}


run(main)
