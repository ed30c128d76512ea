"""As an application of 2020 had it: clients by all their names, and a workspace function."""

import json
import sys

import pmgwidgets
from pmgwidgets import BaseClient, get_style_sheet
from pmgwidgets.communication.test.baseclient import BaseClient as SameClient
from pmgwidgets.communication.test.clientforqt import PMClient
from pmgwidgets.communication.test.clientgeneral import GeneralClient
from pyminer_algorithms import *  # noqa: F403


class Measurement:
    def __init__(self, value):
        self.value = value


if __name__ == '__main__':
    client = GeneralClient()
    set_var('x', [1, 2])  # noqa: F405
    client.set_var('made_here', Measurement(7))
    print(
        json.dumps(
            {
                'arguments': sys.argv[1:],
                'x': get_var('x'),  # noqa: F405
                'made here': client.get_var('made_here').value,
                'unknown': client.get_var('nope'),
                'same': BaseClient is SameClient and issubclass(GeneralClient, BaseClient),
                'Qt': PMClient is pmgwidgets.PMClient,
                'style': get_style_sheet() == client.get_style_sheet(),
            }
        )
    )
    client.shut_down()
    sys.exit(3)
