import type { Param } from 'headframe';

/** The longest name of a provider, in code points. */
const MAX_PROVIDER_LENGTH = 64;
/** Names in one request. */
const MAX_NAMES = 100_000;

export const NAME: Param = { name: 'name', summary: 'The variable.', schema: { type: 'string' } };

export const NAMES: Param = {
  name: 'names',
  summary: 'The variables.',
  schema: { type: 'array', items: { type: 'string' }, maxItems: MAX_NAMES },
};

/** Who changes something. JSON's null is nobody. */
export function provider(given: string): Param {
  return {
    name: 'provider',
    summary: 'Who does it, for those who are told.',
    schema: { type: ['string', 'null'], maxLength: MAX_PROVIDER_LENGTH },
    default: given,
  };
}
