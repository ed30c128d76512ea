import type { Metadata } from 'headframe/client/browser';
import { formatBytes, formatShape, formatTime } from '../../ui/format.ts';

/** Changes that are listed by name and time; all are counted. */
const LISTED = 10;

/** What is known of a variable, for people: labels and texts. */
export function factsOf(metadata: Metadata): readonly (readonly [label: string, text: string])[] {
  const { kind, type, dtype, shape, length, size, method, preview, provider, locked, history } = metadata;
  const { modified_by: authors, modification_time: times, creation_time: created, revision } = metadata;
  const last = times.slice(-LISTED).map((time, index) => {
    const author = authors.slice(-LISTED)[index] ?? '';
    return `${formatTime(time)} by ${author === '' ? 'nobody named' : author}`;
  });
  const facts: readonly (readonly [string, string | number | null])[] = [
    ['Kind', kind],
    ['Type', type],
    ['dtype', dtype],
    ['Shape', formatShape(shape)],
    ['Length', length?.toLocaleString('en') ?? null],
    ['Size', `${formatBytes(size)} (${size.toLocaleString('en')} bytes)`],
    ['Stored as', method === 'json' ? 'typed JSON' : 'pickle'],
    ['Preview', preview],
    ['Set by', provider],
    ['Created', formatTime(created)],
    ['Last changes', last.reverse().join('\n')],
    ['Revision', revision],
    ['Undo', `${history.undo} back, ${history.redo} forward, ${history.dropped} dropped`],
    ['Described', metadata.synchronised ? 'yes' : 'not since the last change'],
    ['Lock', locked ? `${locked.holder}, until ${formatTime(locked.until)}` : 'none'],
  ];
  return facts.flatMap(([label, text]) =>
    text === null || text === '' ? [] : [[label, String(text)] as const],
  );
}
