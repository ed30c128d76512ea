"""A package of the script's own, whose name PyMiner had too."""

OWN = 'own'
