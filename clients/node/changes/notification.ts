import { cutParts, type Frame, NOTIFICATION } from '../../../codec/frame/framed/index.ts';
import { clientError } from '../errors.ts';
import { parseJson } from '../link/json.ts';
import type { Method, RawValue } from '../values/raw-value.ts';
import type { Change, DataChanged, DataDeleted } from './events.ts';

/** The meta of a `data_changed`: the event's own members, and where the value stands in the payload. */
interface ChangedMeta extends Omit<DataChanged, 'type' | 'value'> {
  readonly value?: { readonly method: Method; readonly lengths: readonly number[] };
}

/** The change that a notification tells of; nothing for notifications of other things. Throws `PROTOCOL`. */
export function readChange({ operation, meta, payload }: Frame): Change | undefined {
  if (operation === NOTIFICATION.dataDeleted) {
    return { ...(parseJson(meta) as Omit<DataDeleted, 'type'>), type: 'deleted' };
  }
  if (operation !== NOTIFICATION.dataChanged) return undefined;
  const told = parseJson(meta) as ChangedMeta;
  const value = told.value && readValue(told.name, told.value, payload);
  // What was parsed is nobody else's: a copy of it would cost as much as to parse it.
  return Object.assign(told, { type: 'changed' as const }, value && { value }) as DataChanged;
}

function readValue(
  name: string,
  { method, lengths }: NonNullable<ChangedMeta['value']>,
  payload: Buffer,
): RawValue {
  const [document = 0, ...buffers] = lengths;
  if (lengths.reduce((sum, length) => sum + length, 0) > payload.length) {
    throw clientError('PROTOCOL', `a notification of ${name} announces a longer value than it has`);
  }
  const parts = cutParts(payload, { document, buffers });
  return { method, document: parts.document, buffers: parts.buffers };
}
