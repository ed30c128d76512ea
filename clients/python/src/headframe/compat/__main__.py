"""
Runs a script written for PyMiner as it is: `python -m headframe.compat [--port N] old_script.py [arguments]`.

The script's imports of PyMiner's modules lead to `headframe.compat`: `pmgwidgets`, `pyminer_algorithms`,
`widgets.utilities.network` and `lib.comm`. What it reads from the workspace is unpickled, as it was by
PyMiner.
"""

from __future__ import annotations

import argparse
import os
import sys
import types
from typing import List

from ._import_hook import install


def main(arguments: List[str]) -> None:
    """Runs the script of a command line as `__main__`; it ends as the script does."""
    parser = argparse.ArgumentParser(
        prog='python -m headframe.compat', description='Runs a script written for PyMiner as it is.'
    )
    parser.add_argument('--port', type=int, help='the port of the host (HEADFRAME_PORT, else 12306)')
    parser.add_argument('script', help='the script')
    parser.add_argument('arguments', nargs=argparse.REMAINDER, help="the script's own arguments")
    options = parser.parse_args(arguments)
    if options.port is not None:
        os.environ['HEADFRAME_PORT'] = str(options.port)
    install()
    run_script(options.script, options.arguments)


def run_script(script: str, arguments: List[str]) -> None:
    """
    Runs a script as Python would: as the module `__main__`, with its folder first on the path.

    Raises OSError when it cannot be read, SyntaxError, and what the script raises.
    """
    with open(script, 'rb') as file:
        code = compile(file.read(), script, 'exec', dont_inherit=True)
    module = types.ModuleType('__main__')
    module.__file__ = script
    sys.modules['__main__'] = module
    sys.argv = [script, *arguments]
    sys.path[0] = os.path.dirname(os.path.abspath(script))
    exec(code, vars(module))


if __name__ == '__main__':
    main(sys.argv[1:])
