"""What the programs of this folder have in common: options as JSON on standard input, a report on standard output."""

import json
import sys


def run(main):
    """Calls `main(options)` and prints what it returns as one line of JSON."""
    report = main(json.load(sys.stdin))
    json.dump(report, sys.stdout)
    sys.stdout.write('\n')
