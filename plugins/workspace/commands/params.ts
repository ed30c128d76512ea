import type { CommandContext, Param } from 'headframe';
import type { Level } from '../change-options.ts';
import type { Author } from '../store.ts';
import type { Method } from '../value.ts';

/** The longest name of a provider or a lock's holder, in code points. */
const MAX_PROVIDER_LENGTH = 64;
/** Names in one request. */
const MAX_NAMES = 100_000;

/** Who does it, as it comes: JSON's null is nobody. */
export type Provider = string | null;

export const NAME: Param = { name: 'name', summary: 'The variable.', schema: { type: 'string' } };

export const NAMES: Param = {
  name: 'names',
  summary: 'The variables.',
  schema: { type: 'array', items: { type: 'string' }, maxItems: MAX_NAMES },
};

export const PROVIDER: Param = {
  name: 'provider',
  summary: 'Who does it, for those who are told.',
  schema: { type: ['string', 'null'], maxLength: MAX_PROVIDER_LENGTH },
  default: 'server',
};

export const IF_REVISION: Param = {
  name: 'if_revision',
  summary: 'The revision that the variable must have, 0 when it must not exist; null for any.',
  schema: { type: ['integer', 'null'], minimum: 0 },
  default: null,
};

export const INFO: Param = {
  name: 'info',
  summary: 'Free keys to set; null takes one away.',
  schema: { type: ['object', 'null'] },
  default: null,
};

export const LEVEL: Param = {
  name: 'level',
  summary:
    'What the write survives once it is answered: written (the end of the host), synced (a loss of power too), volatile (kept in memory alone); null for written.',
  schema: { enum: ['written', 'synced', 'volatile', null] satisfies (Level | null)[] },
  default: null,
};

export const METHOD: Param = {
  name: 'method',
  summary: 'How the value is written: json (typed JSON) or pickle.',
  schema: { enum: ['json', 'pickle'] satisfies Method[] },
  default: 'json',
};

export const HOLDER: Param = {
  name: 'holder',
  summary: "Who holds the lock, for people; the client's own name when null.",
  schema: { type: ['string', 'null'], maxLength: MAX_PROVIDER_LENGTH },
  default: null,
};

/** The author of a change: the provider's name, and the session that calls. */
export function author(provider: Provider, { session }: CommandContext): Author {
  return { provider: provider ?? '', session };
}
