"""Why a value is asked for again, or by the socket. They never reach the caller."""

from __future__ import annotations


class PlaceUnusable(Exception):
    """A file cannot be used here: the value comes by the socket."""


class PlaceGone(PlaceUnusable):
    """There is no such file any more: the variable was overwritten meanwhile, and its place is asked for again."""
