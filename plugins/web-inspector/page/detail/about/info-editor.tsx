import { ClientError } from 'headframe/client/browser';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { run, theClient } from '../../connection.ts';
import { Button } from '../../ui/button.tsx';
import { Conflict } from '../conflict.tsx';
import type { ViewProps } from '../value-view.tsx';
import { InfoForm } from './info-form.tsx';
import { infoText, infoValue } from './info-text.ts';

/** A free key that is being edited. */
interface Draft {
  readonly key: string;
  /** Nothing for a key that did not exist. */
  readonly before: string | undefined;
  readonly text: string;
}

/** The free keys of a variable: each can be changed or taken away, and others added. */
export function InfoEditor({ name, metadata }: ViewProps): JSX.Element {
  const [draft, setDraft] = useState<Draft>();
  const { info, revision } = metadata;
  const drop = (): void => setDraft(undefined);
  const write = (key: string, value: unknown): void =>
    void run(async () => {
      try {
        await theClient().updateMetadata(name, { [key]: value }, { ifRevision: revision });
        drop();
      } catch (error) {
        // Somebody else was first: what they wrote is shown beside the draft as soon as it is told of.
        if (!(error instanceof ClientError && error.code === 'CONFLICT')) throw error;
      }
    });
  const theirs = draft && Object.hasOwn(info, draft.key) ? infoText(info[draft.key]) : undefined;
  const isBehind = draft !== undefined && theirs !== draft.before;
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
                  onClick={() => setDraft({ key, before: infoText(value), text: infoText(value) })}
                >
                  Edit
                </Button>
                <Button label={`Remove ${key}`} onClick={() => write(key, null)}>
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
        write={(key, text) => write(key, infoValue(text))}
        drop={drop}
      />
      {draft && isBehind && (
        <Conflict
          mine={draft.text}
          theirs={theirs ?? '(not there)'}
          metadata={metadata}
          canWrite
          keepTheirs={drop}
          writeMine={() => write(draft.key, infoValue(draft.text))}
        />
      )}
    </section>
  );
}
