import { type AnswerPart, Base64Value, encodePacket, encodePickle } from 'headframe/codec';
import { serverError } from '../errors.ts';
import type { Entries } from '../result-entries.ts';
import { type Answer, messageFirst, messageLast } from './answers.ts';
import type { TextDialect } from './text-dialect.ts';

/** A client takes no message but `succeeded`, so under this name nothing can be read. */
const readP: Answer = (result) => {
  if (!result.has('message')) return messageLast('succeeded')(result);
  throw serverError('BAD_PARAMS', 'a variable named message cannot be read by read_p; use get_vars');
};

/** Carries the settings at the top level too: clients return the answer as a whole. */
const getSettings: Answer = (result) => {
  const settings = result.get('settings');
  const own = settings instanceof Map ? [...settings] : [];
  return [['message', 'succeeded'], ...own.filter(([key]) => key !== 'message'), ...result];
};

/** The client unpickles this list. */
const getNamesOfType: Answer = (result) => [
  ['message', 'succeeded'],
  ['var_names', new Base64Value([encodePickle(result.get('var_names'))])],
];

/** PyMiner's dialect of 2021, as far as answers go. */
export const named: TextDialect = {
  name: 'named',
  answers: new Map<string, Answer>([
    ['read_p', readP],
    ['get_all_variable_names', messageLast('succeeded')],
    ['get_all_public_variable_names', messageLast('succeeded')],
    ['get_all_var_names_of_type', getNamesOfType],
    ['get_settings', getSettings],
    ['get_style_sheet', messageLast('succeeded')],
    ['get_var_dic', messageFirst('succeeded')],
  ]),
  *encode(entries: Entries): Generator<AnswerPart> {
    for (const bytes of encodePacket(entries)) yield { bytes, delayBeforeMs: 0 };
  },
};
