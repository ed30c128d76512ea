import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Button } from '../../ui/button.tsx';

/** What the form of a free key is given. */
export interface InfoFormProps {
  /** The key that is edited; nothing for a new one. */
  readonly draft: { readonly key: string; readonly text: string } | undefined;
  readonly change: (text: string) => void;
  readonly write: (key: string, text: string) => void;
  readonly drop: () => void;
}

/** Enters the value of a free key, or a new key with its value. */
export function InfoForm({ draft, change, write, drop }: InfoFormProps): JSX.Element {
  const [key, setKey] = useState('');
  const [text, setText] = useState('');
  const id = useId();
  const shownKey = draft?.key ?? key;
  const shownText = draft?.text ?? text;
  const submit = (event: Event): void => {
    event.preventDefault();
    if (shownKey === '' || shownText === '') return;
    write(shownKey, shownText);
    setKey('');
    setText('');
  };
  return (
    <form class="bar" onSubmit={submit}>
      <label for={`${id}-key`}>Key</label>
      <input
        id={`${id}-key`}
        value={shownKey}
        readOnly={draft !== undefined}
        onInput={({ currentTarget }) => setKey(currentTarget.value)}
        autocomplete="off"
      />
      <label for={`${id}-text`}>Value</label>
      <input
        id={`${id}-text`}
        value={shownText}
        title="JSON, or text that is none"
        onInput={({ currentTarget }) => (draft ? change(currentTarget.value) : setText(currentTarget.value))}
        autocomplete="off"
      />
      <button type="submit" class="button button-plain" disabled={shownKey === '' || shownText === ''}>
        {draft ? 'Write' : 'Add'}
      </button>
      {draft && <Button label="Discard" onClick={drop} />}
    </form>
  );
}
