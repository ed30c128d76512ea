import { pyInt } from '../values.ts';
import { PyDecimal, PyFraction, PyUuid, uuidText } from '../values-number.ts';
import { call, instance, type KnownLibrary, type Maker, notWhole, toBigInt } from './known-type.ts';

const DECIMAL = /^[+-]?(\d+\.?\d*(e[+-]?\d+)?|\.\d+(e[+-]?\d+)?|inf(inity)?|s?nan\d*)$/i;
const RATIO = /^(-?\d+)(?:\/(\d+))?$/;
const UUID_TEXT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const decimal: Maker = ([text, ...rest]) =>
  typeof text === 'string' && rest.length === 0 && DECIMAL.test(text) ? new PyDecimal(text) : undefined;

const fraction: Maker = ([first, second]) => {
  const ratio = typeof first === 'string' && second === undefined ? RATIO.exec(first) : null;
  const numerator = ratio ? BigInt(ratio[1] as string) : toBigInt(first);
  const denominator = ratio ? BigInt(ratio[2] ?? '1') : toBigInt(second);
  if (numerator === undefined || denominator === undefined || denominator <= 0n) return undefined;
  return new PyFraction(numerator, denominator);
};

const uuid: Maker = (args) => (args.length === 0 ? new PyUuid() : undefined);

function buildUuid(target: object, state: unknown): boolean {
  const value = state instanceof Map && state.size === 1 ? toBigInt(state.get('int')) : undefined;
  if (!(target instanceof PyUuid) || value === undefined || value < 0n || value >= 1n << 128n) return false;
  target.text = uuidText(value);
  return true;
}

function uuidInteger(value: PyUuid): bigint {
  if (value.text === '') throw notWhole('UUID');
  return BigInt(`0x${value.text.replaceAll('-', '')}`);
}

export const numbers: KnownLibrary = {
  makers: {
    'decimal.Decimal': decimal,
    'fractions.Fraction': fraction,
    'uuid.UUID': uuid,
  },
  builders: [[PyUuid, buildUuid]],
  types: [
    {
      tag: 'decimal',
      class: PyDecimal,
      fields: (value: PyDecimal) => ({ value: value.text }),
      make: (fields) => {
        const text = fields.text('value');
        if (!DECIMAL.test(text)) throw fields.wrong('value must be a decimal number');
        return new PyDecimal(text);
      },
      lower: (value: PyDecimal) => call('decimal', 'Decimal', value.text),
    },
    {
      tag: 'fraction',
      class: PyFraction,
      fields: (value: PyFraction) => ({
        numerator: pyInt(value.numerator),
        denominator: pyInt(value.denominator),
      }),
      make: (fields) => {
        const numerator = toBigInt(fields.get('numerator'));
        const denominator = toBigInt(fields.get('denominator'));
        if (numerator === undefined || denominator === undefined || denominator <= 0n) {
          throw fields.wrong('numerator must be an integer, denominator a positive one');
        }
        return new PyFraction(numerator, denominator);
      },
      lower: (value: PyFraction) =>
        call('fractions', 'Fraction', pyInt(value.numerator), pyInt(value.denominator)),
    },
    {
      tag: 'uuid',
      class: PyUuid,
      fields: (value: PyUuid) => {
        uuidInteger(value);
        return { value: value.text };
      },
      make: (fields) => {
        const text = fields.text('value');
        if (!UUID_TEXT.test(text)) throw fields.wrong('value must be a UUID in lower case');
        return PyUuid.fromInteger(BigInt(`0x${text.replaceAll('-', '')}`));
      },
      lower: (value: PyUuid) => instance('uuid', 'UUID', new Map([['int', pyInt(uuidInteger(value))]])),
    },
  ],
};
