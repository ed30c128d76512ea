import { cutParts, type Frame, NOTIFICATION } from '../../../codec/frame/framed/index.ts';
import { clientError } from '../errors.ts';
import { parseJson } from '../link/json.ts';
import type { Method } from '../values/raw-value.ts';
import type { Change, DataChanged, DataDeleted } from './events.ts';

/** What the meta of a `data_changed` holds beside the members of the event. */
interface InlineValue {
  readonly value?: { readonly method: Method; readonly lengths: readonly number[] };
}

/** The change that a notification tells of; nothing for notifications of other things. Throws `PROTOCOL`. */
export function readChange({ operation, meta, payload }: Frame): Change | undefined {
  if (operation === NOTIFICATION.dataDeleted) {
    return { ...(parseJson(meta) as Omit<DataDeleted, 'type'>), type: 'deleted' };
  }
  if (operation !== NOTIFICATION.dataChanged) return undefined;
  const { value, ...told } = parseJson(meta) as Omit<DataChanged, 'type' | 'value'> & InlineValue;
  if (!value) return { ...told, type: 'changed' };
  const [document = 0, ...buffers] = value.lengths;
  if (value.lengths.reduce((sum, length) => sum + length, 0) > payload.length) {
    throw clientError('PROTOCOL', `a notification of ${told.name} announces a longer value than it has`);
  }
  const parts = cutParts(payload, { document, buffers });
  return { ...told, type: 'changed', value: { method: value.method, ...parts } };
}
