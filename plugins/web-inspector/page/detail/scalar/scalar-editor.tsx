import { ClientError, decodeValue, type PyValue } from 'headframe/client/browser';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { run, theClient } from '../../connection.ts';
import { Button } from '../../ui/button.tsx';
import { Conflict } from '../conflict.tsx';
import type { ViewProps } from '../value-view.tsx';
import { keepsType, type Original, parseDraft, sameText, textOf } from './draft.ts';
import { ScalarField } from './scalar-field.tsx';
import type { ScalarText } from './scalar-text.ts';

/**
 * A number, a text, a truth value or None, edited in place. What is written is based on the revision that is
 * shown: when somebody else has written meanwhile, both are shown and one is chosen.
 */
export function ScalarEditor({ name, metadata }: ViewProps): JSX.Element {
  const [latest, setLatest] = useState<Original>();
  /** What the draft was begun on. */
  const [base, setBase] = useState<Original>();
  const [draft, setDraft] = useState<ScalarText>();
  const { revision } = metadata;

  useEffect(() => {
    const given = new AbortController();
    void run(async () => {
      const raw = await theClient().getRaw(name, { method: 'json', signal: given.signal });
      setLatest({ value: (await decodeValue(raw, { exact: true })) as PyValue, revision: raw.revision });
    });
    return () => given.abort();
  }, [name, revision]);

  if (!latest) return <p class="waiting">Reading…</p>;
  const original = draft && base ? rebased(base, latest) : latest;
  const text = textOf(original.value);
  if (!text) return <pre class="preview">{metadata.preview}</pre>;
  const shown = draft ?? text;
  const parsed = parseDraft(original, shown);
  const problem = 'problem' in parsed ? parsed.problem : undefined;
  const isChanged = draft !== undefined && !sameText(draft, text);
  const theirs = textOf(latest.value);
  const isBehind = isChanged && latest.revision > original.revision;

  const edit = (next: ScalarText): void => {
    if (!draft) setBase(latest);
    setDraft(next);
  };
  const drop = (): void => setDraft(undefined);
  const write = async (ifRevision: number): Promise<void> => {
    if ('problem' in parsed) return;
    try {
      const written = await theClient().set(name, parsed.value, { ifRevision });
      setLatest({ value: parsed.value, revision: written });
      drop();
    } catch (error) {
      // The conflict is shown as soon as their value has been read.
      if (!(error instanceof ClientError && error.code === 'CONFLICT')) await run(Promise.reject(error));
    }
  };
  return (
    <form
      class="scalar"
      onSubmit={(event) => {
        event.preventDefault();
        void write(original.revision);
      }}
    >
      <ScalarField
        name={name}
        value={shown}
        problem={problem}
        fixedType={keepsType(original) ? (metadata.type ?? shown.type) : undefined}
        change={edit}
        drop={drop}
      />
      {isBehind ? (
        <Conflict
          mine={shown.text}
          theirs={theirs ? theirs.text : (metadata.preview ?? '')}
          metadata={metadata}
          canWrite={problem === undefined}
          keepTheirs={drop}
          writeMine={() => void write(latest.revision)}
        />
      ) : (
        <div class="bar">
          <Button
            label="Write"
            kind="primary"
            disabled={!isChanged || problem !== undefined}
            onClick={() => void write(original.revision)}
          />
          <Button label="Discard" disabled={!isChanged} onClick={drop} />
        </div>
      )}
    </form>
  );
}

/** A change of the metadata alone makes another revision of the same value. */
function rebased(base: Original, latest: Original): Original {
  const [before, now] = [textOf(base.value), textOf(latest.value)];
  return before && now && sameText(before, now) ? latest : base;
}
