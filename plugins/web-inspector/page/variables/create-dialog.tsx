import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Dialog } from '../ui/dialog.tsx';
import { createVariable } from './actions.ts';
import { NameField, nameProblem } from './name-field.tsx';

/** What is wrong with a text as JSON; nothing when it is some. */
function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return 'This is no JSON. Texts stand in double quotes; or choose "text".';
  }
}

/** Makes a variable of what is entered: JSON as it stands, so that 1.0 stays a float, or a text. */
export function CreateDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const [isText, setText] = useState(false);
  const id = useId();
  const problem = isText || value.trim() === '' ? undefined : jsonProblem(value);
  const isReady = nameProblem(name) === undefined && (isText || (value.trim() !== '' && !problem));
  const create = async (): Promise<void> => {
    if (await createVariable(name, isText ? JSON.stringify(value) : value)) onClose();
  };
  return (
    <Dialog
      title="New variable"
      action="Create"
      ready={isReady}
      onAction={() => void create()}
      onClose={onClose}
    >
      <NameField value={name} onChange={setName} />
      <p class="field">
        <label for={id}>Value</label>
        <textarea
          id={id}
          rows={5}
          value={value}
          onInput={({ currentTarget }) => setValue(currentTarget.value)}
          aria-invalid={problem !== undefined}
          aria-describedby={`${id}-problem`}
          spellcheck={false}
        />
        <span id={`${id}-problem`} class="problem" role="status">
          {problem}
        </span>
      </p>
      <label>
        <input
          type="checkbox"
          checked={isText}
          onChange={({ currentTarget }) => setText(currentTarget.checked)}
        />{' '}
        The value is text, not JSON
      </label>
    </Dialog>
  );
}
