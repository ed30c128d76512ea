"""What surrounds a client in a test: a class that goes away, the port of the environment."""

import contextlib
import os
import warnings


class Vanishing:
    """A value of a class that others do not have: it is pickled by reference, as this is no main module."""


@contextlib.contextmanager
def vanished():
    """Within, the class `Vanishing` cannot be found."""
    kept = globals().pop('Vanishing')
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('default')
            yield
    finally:
        globals()['Vanishing'] = kept


@contextlib.contextmanager
def environment(port):
    """Within, `HEADFRAME_PORT` is this."""
    kept = os.environ['HEADFRAME_PORT']
    os.environ['HEADFRAME_PORT'] = port
    try:
        yield
    finally:
        os.environ['HEADFRAME_PORT'] = kept
