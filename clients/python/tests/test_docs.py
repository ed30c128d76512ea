"""What the documents show is what happens: their Python is run where a real host was started."""

import doctest
import os
import re
import unittest

from host import ROOT, Host

DOCUMENTS = ('docs/how-to/python-client.md', 'clients/python/README.md')
_BLOCK = re.compile(r'^```python\n(.*?)^```$', re.DOTALL | re.MULTILINE)


class Documents(unittest.TestCase):
    def test_every_block_of_python(self):
        for document in DOCUMENTS:
            with self.subTest(document=document), Host() as host:
                before = os.getcwd()
                os.chdir(host.folder)
                try:
                    self.run_blocks(document)
                finally:
                    os.chdir(before)

    def run_blocks(self, document):
        with open(os.path.join(ROOT, document), encoding='utf-8') as file:
            text = file.read()
        blocks = [(match.group(1), text.count('\n', 0, match.start()) + 1) for match in _BLOCK.finditer(text)]
        self.assertTrue(blocks)
        names, report = {}, []
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
        for block, line in blocks:
            example = doctest.DocTestParser().get_doctest(block, names, document, document, line)
            self.assertTrue(example.examples, f'{document}:{line} shows nothing')
            runner.run(example, out=report.append, clear_globs=False)
            names.update(example.globs)
        self.assertEqual(''.join(report), '')


if __name__ == '__main__':
    unittest.main()
