"""Prints, of the dotted names below `headframe.compat` in its arguments, those that do not exist, as JSON."""

import importlib
import json
import sys


def exists(name):
    module, *path = name.split('.')
    found = importlib.import_module(f'headframe.compat.{module}')
    try:
        for part in path:
            found = getattr(found, part)
    except AttributeError:
        return False
    return True


print(json.dumps([name for name in sys.argv[1:] if not exists(name)]))
