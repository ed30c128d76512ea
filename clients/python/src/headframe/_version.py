"""The package's version, which is the host's that it is released with."""

VERSION = '0.1.0'
