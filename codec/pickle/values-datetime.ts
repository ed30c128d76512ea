import type { PyValue } from './values.ts';

/** A `datetime.date` in the proleptic Gregorian calendar: year 1-9999, month 1-12, day 1-31. */
export class PyDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;

  constructor(year: number, month: number, day: number) {
    this.year = year;
    this.month = month;
    this.day = day;
  }
}

/** A `datetime.time`. `timezone` is `null` for a naive one; `fold` is 1 for the second of two equal wall times (PEP 495). */
export class PyTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  readonly timezone: PyValue;
  readonly fold: number;

  constructor(
    hour: number,
    minute: number,
    second: number,
    microsecond: number,
    timezone: PyValue = null,
    fold = 0,
  ) {
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.microsecond = microsecond;
    this.timezone = timezone;
    this.fold = fold;
  }
}

/** A `datetime.datetime`: the wall time of {@link time} on {@link date}. */
export class PyDateTime {
  readonly date: PyDate;
  readonly time: PyTime;

  constructor(date: PyDate, time: PyTime) {
    this.date = date;
    this.time = time;
  }

  /**
   * The instant, to the millisecond; a naive datetime is read as UTC. `undefined` when the zone is not a fixed offset,
   * as its rules are not known here.
   */
  toDate(): Date | undefined {
    const { date, time } = this;
    const zone = time.timezone;
    if (zone !== null && !(zone instanceof PyTimeZone)) return undefined;
    const offset = zone === null ? 0 : zone.offset.days * 86400 + zone.offset.seconds;
    const instant = new Date(0);
    instant.setUTCFullYear(date.year, date.month - 1, date.day);
    instant.setUTCHours(time.hour, time.minute, time.second - offset, Math.floor(time.microsecond / 1000));
    return instant;
  }
}

/** A `datetime.timedelta`, normalised as Python does: `seconds` 0-86399, `microseconds` 0-999999, the sign in `days`. */
export class PyTimeDelta {
  readonly days: number;
  readonly seconds: number;
  readonly microseconds: number;

  constructor(days: number, seconds: number, microseconds: number) {
    this.days = days;
    this.seconds = seconds;
    this.microseconds = microseconds;
  }
}

/** A `datetime.timezone`: a fixed offset from UTC. */
export class PyTimeZone {
  readonly offset: PyTimeDelta;
  readonly label: string | null;

  constructor(offset: PyTimeDelta, label: string | null = null) {
    this.offset = offset;
    this.label = label;
  }
}

/** A `zoneinfo.ZoneInfo`, by its key in the IANA time zone database. */
export class PyZoneInfo {
  readonly key: string;

  constructor(key: string) {
    this.key = key;
  }
}
