import { pyInt } from '../values.ts';
import { PandasTimedelta, PandasTimestamp } from '../values-pandas.ts';
import { call, isInteger, type KnownLibrary, type Maker, type TagFields, toBigInt } from './known-type.ts';

/** numpy's codes of the units that pandas has (`NPY_DATETIMEUNIT`). */
const UNITS: ReadonlyMap<number, string> = new Map([
  [7, 's'],
  [8, 'ms'],
  [9, 'us'],
  [10, 'ns'],
]);
const CODES: ReadonlyMap<string, number> = new Map([...UNITS].map(([code, unit]) => [unit, code]));
const NANOSECONDS = 10;

/** `_unpickle_timestamp(value, freq, tz, reso)`; the last one since pandas 1.5. */
const timestamp: Maker = ([value, frequency = null, zone = null, resolution = NANOSECONDS]) => {
  const ticks = toBigInt(value);
  const unit = isInteger(resolution) ? UNITS.get(resolution) : undefined;
  return ticks === undefined || unit === undefined
    ? undefined
    : new PandasTimestamp(ticks, unit, zone, frequency);
};

/** `_timedelta_unpickle(value, reso)`, or before pandas 1.5 `Timedelta(value)`. */
const timedelta: Maker = ([value, resolution = NANOSECONDS]) => {
  const ticks = toBigInt(value);
  const unit = isInteger(resolution) ? UNITS.get(resolution) : undefined;
  return ticks === undefined || unit === undefined ? undefined : new PandasTimedelta(ticks, unit);
};

function ticksOf(fields: TagFields): [bigint, string] {
  const ticks = toBigInt(fields.get('value'));
  const unit = fields.text('unit');
  if (ticks === undefined || !CODES.has(unit))
    throw fields.wrong('value must be an integer, unit s, ms, us or ns');
  return [ticks, unit];
}

const TIMEDELTAS = 'pandas._libs.tslibs.timedeltas';

export const pandasScalars: KnownLibrary = {
  makers: {
    'pandas._libs.tslibs.timestamps._unpickle_timestamp': timestamp,
    [`${TIMEDELTAS}._timedelta_unpickle`]: timedelta,
    [`${TIMEDELTAS}.Timedelta`]: timedelta,
  },
  types: [
    {
      tag: 'timestamp',
      class: PandasTimestamp,
      fields: (value: PandasTimestamp) => ({
        value: pyInt(value.value),
        unit: value.unit,
        ...(value.timezone === null ? {} : { timezone: value.timezone }),
        ...(value.frequency === null ? {} : { freq: value.frequency }),
      }),
      make: (fields) => {
        const [ticks, unit] = ticksOf(fields);
        return new PandasTimestamp(
          ticks,
          unit,
          fields.optional('timezone') ?? null,
          fields.optional('freq') ?? null,
        );
      },
      lower: ({ value, unit, timezone, frequency }: PandasTimestamp) =>
        call(
          'pandas._libs.tslibs.timestamps',
          '_unpickle_timestamp',
          pyInt(value),
          frequency,
          timezone,
          ...(unit === 'ns' ? [] : [CODES.get(unit) ?? NANOSECONDS]),
        ),
    },
    {
      tag: 'pandas_timedelta',
      class: PandasTimedelta,
      fields: (value: PandasTimedelta) => ({ value: pyInt(value.value), unit: value.unit }),
      make: (fields) => new PandasTimedelta(...ticksOf(fields)),
      lower: ({ value, unit }: PandasTimedelta) =>
        call(TIMEDELTAS, '_timedelta_unpickle', pyInt(value), CODES.get(unit) ?? NANOSECONDS),
    },
  ],
};
