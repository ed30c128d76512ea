"""A script whose own folders have the names of PyMiner's."""

import json

import widgets
from lib.comm import set_var
from lib.helpers import ANSWER
from widgets.utilities.network import BaseClient

set_var('answer', ANSWER)
print(json.dumps({'own': widgets.OWN, 'answer': BaseClient().get_var('answer')}))
