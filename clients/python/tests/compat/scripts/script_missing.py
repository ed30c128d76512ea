"""Uses a widget, which is no client."""

from pmgwidgets import PMTableView  # noqa: F401
