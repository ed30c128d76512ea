import { PyObject, type PyValue } from '../values.ts';
import { PyDate, PyDateTime, PyTime, PyTimeDelta, PyTimeZone, PyZoneInfo } from '../values-datetime.ts';
import {
  argumentBytes,
  call,
  isInteger,
  type KnownLibrary,
  type Maker,
  type TagFields,
} from './known-type.ts';

// The packed forms are those of `Lib/datetime.py` (`_getstate`): big-endian year, then one byte a part, three for the
// microseconds; fold (PEP 495) is bit 7 of the month or of the hour.
const FOLD = 0x80;

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] as number;
}

function dateAt(bytes: Uint8Array): PyDate {
  return new PyDate(byteAt(bytes, 0) * 256 + byteAt(bytes, 1), byteAt(bytes, 2) & ~FOLD, byteAt(bytes, 3));
}

function timeAt(bytes: Uint8Array, at: number, timezone: PyValue, fold: number): PyTime {
  const microsecond = byteAt(bytes, at + 3) * 65536 + byteAt(bytes, at + 4) * 256 + byteAt(bytes, at + 5);
  return new PyTime(
    byteAt(bytes, at) & ~FOLD,
    byteAt(bytes, at + 1),
    byteAt(bytes, at + 2),
    microsecond,
    timezone,
    fold,
  );
}

/** Zones are fixed offsets, keys, or placeholders for other libraries' zones. */
function isZone(value: PyValue): boolean {
  return [PyTimeZone, PyZoneInfo, PyObject].some((Class) => value instanceof Class) || value === null;
}

const date: Maker = ([packed, ...rest]) => {
  const bytes = argumentBytes(packed);
  if (bytes?.length === 4 && rest.length === 0 && byteAt(bytes, 2) <= 12) return dateAt(bytes);
  return undefined;
};

const time: Maker = ([packed, timezone = null, ...rest]) => {
  const bytes = argumentBytes(packed);
  if (bytes?.length !== 6 || rest.length > 0 || !isZone(timezone)) return undefined;
  return timeAt(bytes, 0, timezone, byteAt(bytes, 0) & FOLD ? 1 : 0);
};

const datetime: Maker = ([packed, timezone = null, ...rest]) => {
  const bytes = argumentBytes(packed);
  if (bytes?.length !== 10 || rest.length > 0 || !isZone(timezone)) return undefined;
  return new PyDateTime(dateAt(bytes), timeAt(bytes, 4, timezone, byteAt(bytes, 2) & FOLD ? 1 : 0));
};

const timedelta: Maker = ([days, seconds = 0, microseconds = 0, ...rest]) =>
  isInteger(days) && isInteger(seconds) && isInteger(microseconds) && rest.length === 0
    ? new PyTimeDelta(days, seconds, microseconds)
    : undefined;

const timezone: Maker = ([offset, label = null, ...rest]) =>
  offset instanceof PyTimeDelta && (label === null || typeof label === 'string') && rest.length === 0
    ? new PyTimeZone(offset, label)
    : undefined;

const zoneInfo: Maker = ([key, cached = true, ...rest]) =>
  typeof key === 'string' && (cached === true || cached === 1) && rest.length === 0
    ? new PyZoneInfo(key)
    : undefined;

/** The packed bytes of a date, 4. */
export function packDate(value: PyDate): Uint8Array {
  return Uint8Array.of(value.year >> 8, value.year & 0xff, value.month, value.day);
}

function packTime(value: PyTime): Uint8Array {
  const us = value.microsecond;
  return Uint8Array.of(value.hour, value.minute, value.second, us >> 16, (us >> 8) & 0xff, us & 0xff);
}

function withFold(bytes: Uint8Array, at: number, fold: number): Uint8Array {
  if (fold === 1) bytes[at] = byteAt(bytes, at) | FOLD;
  return bytes;
}

const withZone = (zone: PyValue) => (zone === null ? [] : [zone]);
const two = (n: number) => String(n).padStart(2, '0');

/** `YYYY-MM-DD`. */
export function dateText(value: PyDate): string {
  return `${String(value.year).padStart(4, '0')}-${two(value.month)}-${two(value.day)}`;
}

/** `HH:MM:SS`, with six decimals when there are microseconds. */
export function timeText(value: PyTime): string {
  const fraction = value.microsecond === 0 ? '' : `.${String(value.microsecond).padStart(6, '0')}`;
  return `${two(value.hour)}:${two(value.minute)}:${two(value.second)}${fraction}`;
}

function parseDate(text: string, fields: TagFields): PyDate {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const [year, month, day] = (match ?? []).slice(1).map(Number);
  const days = new Date(Date.UTC(2000, (month ?? 0) || 0, 0)).getUTCDate();
  if (!year || !month || !day || month > 12 || day > days) throw fields.wrong('value must be YYYY-MM-DD');
  if (month === 2 && day === 29 && !isLeap(year)) throw fields.wrong('that year has no 29 February');
  return new PyDate(year, month, day);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function parseTime(text: string, fields: TagFields): PyTime {
  const match = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d{6}))?$/.exec(text);
  const [hour = 24, minute = 60, second = 60] = (match ?? []).slice(1, 4).map(Number);
  if (hour > 23 || minute > 59 || second > 59)
    throw fields.wrong('value must have HH:MM:SS, perhaps .ffffff');
  const fold = fields.optional('fold') ?? 0;
  if (fold !== 0 && fold !== 1) throw fields.wrong('fold must be 0 or 1');
  return new PyTime(hour, minute, second, Number(match?.[4] ?? 0), fields.optional('timezone') ?? null, fold);
}

const zoneFields = (value: PyTime) => ({
  ...(value.timezone === null ? {} : { timezone: value.timezone }),
  ...(value.fold === 0 ? {} : { fold: value.fold }),
});

export const datetimes: KnownLibrary = {
  makers: {
    'datetime.date': date,
    'datetime.time': time,
    'datetime.datetime': datetime,
    'datetime.timedelta': timedelta,
    'datetime.timezone': timezone,
    'zoneinfo.ZoneInfo._unpickle': zoneInfo,
    'zoneinfo.ZoneInfo': zoneInfo,
  },
  types: [
    {
      tag: 'date',
      class: PyDate,
      fields: (value: PyDate) => ({ value: dateText(value) }),
      make: (fields) => parseDate(fields.text('value'), fields),
      lower: (value: PyDate) => call('datetime', 'date', packDate(value)),
    },
    {
      tag: 'time',
      class: PyTime,
      fields: (value: PyTime) => ({ value: timeText(value), ...zoneFields(value) }),
      make: (fields) => parseTime(fields.text('value'), fields),
      lower: (value: PyTime) =>
        call('datetime', 'time', withFold(packTime(value), 0, value.fold), ...withZone(value.timezone)),
    },
    {
      tag: 'datetime',
      class: PyDateTime,
      fields: (value: PyDateTime) => ({
        value: `${dateText(value.date)}T${timeText(value.time)}`,
        ...zoneFields(value.time),
      }),
      make: (fields) => {
        const [day = '', clock = ''] = fields.text('value').split('T');
        return new PyDateTime(parseDate(day, fields), parseTime(clock, fields));
      },
      lower: ({ date: day, time: clock }: PyDateTime) => {
        const packed = new Uint8Array(10);
        packed.set(packDate(day));
        packed.set(packTime(clock), 4);
        return call('datetime', 'datetime', withFold(packed, 2, clock.fold), ...withZone(clock.timezone));
      },
    },
    {
      tag: 'timedelta',
      class: PyTimeDelta,
      fields: (value: PyTimeDelta) => ({
        days: value.days,
        seconds: value.seconds,
        microseconds: value.microseconds,
      }),
      make: (fields) =>
        new PyTimeDelta(fields.integer('days'), fields.integer('seconds'), fields.integer('microseconds')),
      lower: (value: PyTimeDelta) =>
        call('datetime', 'timedelta', value.days, value.seconds, value.microseconds),
    },
    {
      tag: 'timezone',
      class: PyTimeZone,
      fields: (value: PyTimeZone) => ({
        offset: value.offset,
        ...(value.label === null ? {} : { name: value.label }),
      }),
      make: (fields) => {
        const offset = fields.get('offset');
        const label = fields.optional('name');
        if (!(offset instanceof PyTimeDelta)) throw fields.wrong('offset must be a timedelta');
        return new PyTimeZone(offset, label === undefined ? null : fields.text('name'));
      },
      lower: (value: PyTimeZone) =>
        call('datetime', 'timezone', value.offset, ...(value.label === null ? [] : [value.label])),
    },
    {
      tag: 'zoneinfo',
      class: PyZoneInfo,
      fields: (value: PyZoneInfo) => ({ key: value.key }),
      make: (fields) => new PyZoneInfo(fields.text('key')),
      lower: (value: PyZoneInfo) => call('zoneinfo', 'ZoneInfo', value.key),
    },
  ],
};
