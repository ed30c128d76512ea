import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { run, theClient } from '../../connection.ts';
import { Button } from '../../ui/button.tsx';
import { addToast } from '../../ui/toasts.ts';
import { Conflict } from '../conflict.tsx';
import type { ViewProps } from '../value-view.tsx';
import { InfoForm } from './info-form.tsx';
import { infoText, infoValue } from './info-text.ts';
import { type InfoChange, textIn, writeInfo } from './write-info.ts';

/** A free key that is being edited. */
interface Draft {
  readonly key: string;
  /** What it held, as JSON; nothing when it was not there. */
  readonly before: string | undefined;
  readonly text: string;
}

/** The free keys of a variable: each can be changed or taken away, and others added. */
export function InfoEditor({ name, metadata }: ViewProps): JSX.Element {
  const [draft, setDraft] = useState<Draft>();
  const { info } = metadata;
  const drop = (): void => setDraft(undefined);
  const change = async (wanted: InfoChange): Promise<boolean> => {
    const isDone = await run(() => writeInfo(theClient(), name, wanted));
    if (isDone === false) addToast({ text: `${wanted.key} was changed by somebody else meanwhile` });
    return isDone ?? false;
  };
  /** What somebody else has written in its place is shown as soon as it is told of, and the draft is kept. */
  const write = async ({ key, before, text }: Draft): Promise<void> => {
    if (await change({ key, before, value: infoValue(text) })) drop();
    else setDraft({ key, before, text });
  };
  const theirs = draft && textIn(info, draft.key);
  return (
    <section class="info" aria-label="Free keys">
      <h3>Free keys</h3>
      <table class="facts" aria-label={`Free keys of ${name}`}>
        <tbody>
          {Object.entries(info).map(([key, value]) => (
            <tr key={key}>
              <th scope="row">{key}</th>
              <td>{infoText(value)}</td>
              <td class="bar">
                <Button
                  label={`Edit ${key}`}
                  onClick={() => setDraft({ key, before: textIn(info, key), text: infoText(value) })}
                >
                  Edit
                </Button>
                <Button
                  label={`Remove ${key}`}
                  onClick={() => void change({ key, before: textIn(info, key), value: null })}
                >
                  Remove
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <InfoForm
        key={draft?.key ?? ''}
        draft={draft}
        change={(text) => draft && setDraft({ ...draft, text })}
        write={(key, text) => void write(draft ?? { key, before: undefined, text })}
        drop={drop}
      />
      {draft && theirs !== draft.before && (
        <Conflict
          mine={draft.text}
          theirs={theirs ?? '(not there)'}
          metadata={metadata}
          canWrite
          keepTheirs={drop}
          writeMine={() => void write({ ...draft, before: theirs })}
        />
      )}
    </section>
  );
}
