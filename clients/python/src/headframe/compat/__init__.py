"""
PyMiner's names for clients, so that programs written for PyMiner go on as they are.

PyMiner's clients came in generations whose answers differ, so each is a module of its own:

- `headframe.compat.classic`: `BaseClient`, `GeneralClient`, `PMClient` of 2020 (`pmgwidgets`);
- `headframe.compat.named`: those of 2021 (`widgets.utilities.network`);
- `headframe.compat.comm`: the functions of `lib.comm` (2021, HTTP);
- `headframe.compat.algorithms`: `get_var`, `set_var` of `pyminer_algorithms`.

`python -m headframe.compat old_script.py` runs a script that imports them by their old names.

**All of these unpickle what they read**, as PyMiner's clients always did: whoever may write to the workspace
may run code in a program that reads from it. `headframe.connect` does not, unless it is told to.

The clients of 2020 and 2021 reach the host on 127.0.0.1 by the port given to them, else by the variable of
the environment `HEADFRAME_PORT`, else by PyMiner's 12306.
"""
