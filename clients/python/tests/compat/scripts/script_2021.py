"""As programs of 2021 had it: the clients for TCP, and the functions for HTTP."""

import json

from lib.comm import get_data_descs, get_var, get_var_names, set_vars
from lib.comm.base import DataDesc
from widgets.utilities.network import BaseClient
from widgets.utilities.network.clientgeneral import GeneralClient

client = GeneralClient('script of 2021')
set_vars({'n': 1, 't': 'text'})
print(
    json.dumps(
        {
            'n': get_var('n'),
            'unknown': get_var('nope'),
            'names': get_var_names(),
            'numeric': get_var_names('numeric'),
            'described': isinstance(get_data_descs()['t'], DataDesc),
            'deleted': BaseClient().delete_var('n', 'script'),
        }
    )
)
client.shut_down()
