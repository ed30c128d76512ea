"""The types of Python's standard library in typed JSON."""

from __future__ import annotations

import re
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any, Dict, List
from uuid import UUID

from ._errors import not_convertible
from ._fields import Fields, pairs_of
from ._objects import make_global, make_object
from ._registry import CONTAINERS, MAKERS, Container, makes, writes
from ._writer import Writer

_NON_FINITE = {'nan': float('nan'), 'inf': float('inf'), '-inf': float('-inf')}
_HEX = re.compile(r'-?[0-9a-f]+')
_UUID = re.compile(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')

MAKERS['global'] = make_global
MAKERS['object'] = make_object
MAKERS['bytes'] = lambda fields: bytes(fields.raw())
MAKERS['bytearray'] = lambda fields: bytearray(fields.raw())
MAKERS['float'] = lambda fields: _NON_FINITE[fields.one_of('value', tuple(_NON_FINITE))]
MAKERS['tuple'] = lambda fields: tuple(fields.list('items'))
MAKERS['frozenset'] = lambda fields: frozenset(fields.list('items'))
CONTAINERS['set'] = Container(lambda fields: set(), lambda made, items: made.update(items))
CONTAINERS['dict'] = Container(lambda fields: {}, lambda made, items: made.update(pairs_of(items)))


@makes('int')
def _make_int(fields: Fields) -> int:
    text = fields.text('hex')
    if not _HEX.fullmatch(text):
        raise fields.wrong('hex must be lower case hexadecimal digits')
    return int(text, 16)


@writes(complex, atomic=True)
def _write_complex(writer: Writer, value: complex) -> None:
    writer.tagged('complex', {'real': value.real, 'imag': value.imag})


@makes('complex')
def _make_complex(fields: Fields) -> complex:
    return complex(fields.get('real'), fields.get('imag'))


def _time_members(value: Any, text: str) -> Dict[str, Any]:
    members: Dict[str, Any] = {'value': text}
    if value.tzinfo is not None:
        members['timezone'] = value.tzinfo
    if value.fold:
        members['fold'] = value.fold
    return members


@writes(date, atomic=True)
def _write_date(writer: Writer, value: date) -> None:
    writer.tagged('date', {'value': value.isoformat()})


@writes(time, atomic=True)
def _write_time(writer: Writer, value: time) -> None:
    writer.tagged('time', _time_members(value, value.replace(tzinfo=None).isoformat()))


@writes(datetime, atomic=True)
def _write_datetime(writer: Writer, value: datetime) -> None:
    writer.tagged('datetime', _time_members(value, value.replace(tzinfo=None).isoformat()))


MAKERS['date'] = lambda fields: date.fromisoformat(fields.text('value'))


def _with_zone(fields: Fields, value: Any) -> Any:
    return value.replace(tzinfo=fields.optional('timezone'), fold=fields.optional('fold', 0))


MAKERS['time'] = lambda fields: _with_zone(fields, time.fromisoformat(fields.text('value')))
MAKERS['datetime'] = lambda fields: _with_zone(fields, datetime.fromisoformat(fields.text('value')))


@writes(timedelta, atomic=True)
def _write_timedelta(writer: Writer, value: timedelta) -> None:
    writer.tagged('timedelta', {part: getattr(value, part) for part in ('days', 'seconds', 'microseconds')})


@makes('timedelta')
def _make_timedelta(fields: Fields) -> timedelta:
    return timedelta(fields.integer('days'), fields.integer('seconds'), fields.integer('microseconds'))


@writes(timezone)
def _write_timezone(writer: Writer, value: timezone) -> None:
    offset, *name = value.__getinitargs__()  # type: ignore[attr-defined]
    writer.tagged('timezone', {'offset': offset, **({'name': name[0]} if name else {})})


@makes('timezone')
def _make_timezone(fields: Fields) -> timezone:
    name = fields.optional('name')
    offset = fields.get('offset')
    if name is None:
        return timezone(offset) if offset else timezone.utc
    return timezone(offset, name)


@writes(Decimal, atomic=True)
def _write_decimal(writer: Writer, value: Decimal) -> None:
    writer.tagged('decimal', {'value': str(value)})


MAKERS['decimal'] = lambda fields: Decimal(fields.text('value'))


@writes(Fraction, atomic=True)
def _write_fraction(writer: Writer, value: Fraction) -> None:
    writer.tagged('fraction', {'numerator': value.numerator, 'denominator': value.denominator})


MAKERS['fraction'] = lambda fields: Fraction(fields.integer('numerator'), fields.integer('denominator'))


@writes(UUID, atomic=True)
def _write_uuid(writer: Writer, value: UUID) -> None:
    writer.tagged('uuid', {'value': str(value)})


@makes('uuid')
def _make_uuid(fields: Fields) -> UUID:
    text = fields.text('value')
    if not _UUID.fullmatch(text):
        raise fields.wrong('value must be a UUID in lower case')
    return UUID(text)


def _write_pairs(writer: Writer, tag: str, value: Dict[Any, Any]) -> None:
    writer.out.append(f'{{"$type":"{tag}","items":')
    writer.pairs(value.items())
    writer.out.append('}')


writes(OrderedDict)(lambda writer, value: _write_pairs(writer, 'ordereddict', value))
writes(Counter)(lambda writer, value: _write_pairs(writer, 'counter', value))


@writes(defaultdict)
def _write_default_dict(writer: Writer, value: Any) -> None:
    writer.out.append('{"$type":"defaultdict","factory":')
    writer.value(value.default_factory)
    writer.out.append(',"items":')
    writer.pairs(value.items())
    writer.out.append('}')


@writes(deque)
def _write_deque(writer: Writer, value: Any) -> None:
    writer.out.append('{"$type":"deque","items":')
    writer.sequence(list(value))
    writer.out.append(',"maxlen":')
    writer.value(value.maxlen)
    writer.out.append('}')


def _fill_counter(made: Any, items: List[Any]) -> None:
    for key, count in pairs_of(items):
        made[key] = count


def _default_dict(fields: Fields) -> Any:
    factory = fields.get('factory')
    if factory is not None and not callable(factory):
        raise fields.wrong('factory must be a global or null')
    return defaultdict(factory)


CONTAINERS['ordereddict'] = Container(lambda fields: OrderedDict(), lambda made, items: made.update(pairs_of(items)))
CONTAINERS['counter'] = Container(lambda fields: Counter(), _fill_counter)
CONTAINERS['defaultdict'] = Container(_default_dict, lambda made, items: made.update(pairs_of(items)))
CONTAINERS['deque'] = Container(
    lambda fields: deque(maxlen=fields.get('maxlen')), lambda made, items: made.extend(items)
)


if sys.version_info >= (3, 9):
    from zoneinfo import ZoneInfo

    @writes(ZoneInfo)
    def _write_zone(writer: Writer, value: ZoneInfo) -> None:
        if value.key is None:
            raise not_convertible('A zone without a key')
        writer.tagged('zoneinfo', {'key': value.key})

    MAKERS['zoneinfo'] = lambda fields: ZoneInfo(fields.text('key'))
