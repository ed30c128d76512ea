import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../ui/button.tsx';
import { readText, showValue } from './edit.ts';
import type { Field } from './form.ts';

/** What the control of a setting is given. */
export interface FieldControlProps {
  /** The control's id; `ID-help` and `ID-problem` describe it. */
  readonly id: string;
  readonly field: Field;
  readonly problem: string;
  readonly onProblem: (problem: string) => void;
  readonly onSave: (value: unknown) => void;
}

/** The control of a setting. What is chosen is saved at once, what is typed when the field is left or by Enter. */
export function FieldControl(props: FieldControlProps): JSX.Element {
  const { id, field, problem, onSave } = props;
  const { control } = field;
  const described = {
    id,
    'aria-describedby': `${id}-help ${id}-problem`,
    'aria-invalid': problem !== '',
  };
  switch (control.kind) {
    case 'switch':
      return (
        <input
          {...described}
          type="checkbox"
          checked={field.value === true}
          onChange={({ currentTarget }) => onSave(currentTarget.checked)}
        />
      );
    case 'choice':
      return (
        <select
          {...described}
          value={JSON.stringify(field.value)}
          onChange={({ currentTarget }) => onSave(JSON.parse(currentTarget.value))}
        >
          {control.values.map((value) => (
            <option key={JSON.stringify(value)} value={JSON.stringify(value)}>
              {typeof value === 'string' ? value : JSON.stringify(value)}
            </option>
          ))}
        </select>
      );
    case 'secret':
      return <Typed {...props} described={{ ...described, type: 'password', autocomplete: 'off' }} />;
    case 'number':
      return <Typed {...props} described={{ ...described, inputMode: 'decimal' }} />;
    default:
      return <Typed {...props} described={described} />;
  }
}

type Described = JSX.InputHTMLAttributes<HTMLInputElement>;

/** A control for what is typed: a line, or for JSON and secrets a field with a button that saves. */
function Typed({
  field,
  onProblem,
  onSave,
  described,
}: FieldControlProps & { readonly described: Described }): JSX.Element {
  const { control } = field;
  const shown = showValue(control, field.value);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const save = (): void => {
    const edited = readText(control, text);
    if ('problem' in edited) onProblem(edited.problem);
    else {
      onProblem('');
      onSave(edited.value);
      if (control.kind === 'secret') setText('');
    }
  };
  const onInput = ({ currentTarget }: { currentTarget: { value: string } }): void =>
    setText(currentTarget.value);
  if (control.kind === 'json') {
    const { id, 'aria-describedby': describedBy, 'aria-invalid': invalid } = described;
    return (
      <div class="setting-json">
        <textarea
          id={id as string}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          rows={Math.min(text.split('\n').length + 1, 12)}
          spellcheck={false}
          value={text}
          onInput={onInput}
        />
        <Button label={`Save ${field.label}`} disabled={text === shown} onClick={save}>
          Save
        </Button>
      </div>
    );
  }
  const isSecret = control.kind === 'secret';
  const leave = (): void => {
    if (!isSecret && text !== shown) save();
  };
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key === 'Enter' && text !== shown) save();
    if (key === 'Escape') setText(shown);
  };
  return (
    <div class="setting-line">
      <input type="text" {...described} value={text} onInput={onInput} onBlur={leave} onKeyDown={onKeyDown} />
      {isSecret && (
        <Button label={`Set ${field.label}`} disabled={text === ''} onClick={save}>
          Set
        </Button>
      )}
    </div>
  );
}
