import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { isName } from './actions.ts';
import { variables } from './live.ts';

/** What is wrong with a name for a new variable; nothing when it will do. */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'Give it a name.';
  if (!isName(name))
    return 'A name has letters, digits and _, does not begin with a digit, and has at most 128.';
  return variables.value.has(name) ? `There is a variable ${name} already.` : undefined;
}

/** A field for the name of a new variable; it says what is wrong as soon as something was entered. */
export function NameField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (name: string) => void;
}): JSX.Element {
  const id = useId();
  const problem = value === '' ? undefined : nameProblem(value);
  return (
    <p class="field">
      <label for={id}>Name</label>
      <input
        id={id}
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-problem`}
        autocomplete="off"
        spellcheck={false}
      />
      <span id={`${id}-problem`} class="problem" role="status">
        {problem}
      </span>
    </p>
  );
}
