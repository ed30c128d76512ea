"""Python's numbers as typed JSON says them: floats keep a point or an exponent, very long integers are hexadecimal."""

from __future__ import annotations

_LONG_BITS = 14_280
"""Integers of fewer bits have at most 4300 decimal digits, which is what Python converts."""


def float_text(value: float) -> str:
    """A float; those that JSON lacks are tagged."""
    if value - value == 0.0:
        return float.__repr__(value)
    name = 'nan' if value != value else 'inf' if value > 0 else '-inf'
    return f'{{"$type":"float","value":"{name}"}}'


def integer_text(value: int) -> str:
    """An integer, every digit of it."""
    if value.bit_length() < _LONG_BITS:
        return int.__repr__(value)
    return f'{{"$type":"int","hex":"{value:x}"}}'
