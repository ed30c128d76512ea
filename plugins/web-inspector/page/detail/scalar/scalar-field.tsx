import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { retype, SCALAR_TYPES, type ScalarText, type ScalarType } from './scalar-text.ts';

/** What the field of a value is given. */
export interface ScalarFieldProps {
  readonly name: string;
  readonly value: ScalarText;
  readonly problem: string | undefined;
  /** The name of the type, when that cannot be chosen. */
  readonly fixedType: string | undefined;
  readonly change: (value: ScalarText) => void;
  /** Escape was pressed. */
  readonly drop: () => void;
}

/** The type of a value and its text. */
export function ScalarField({
  name,
  value,
  problem,
  fixedType,
  change,
  drop,
}: ScalarFieldProps): JSX.Element {
  const id = useId();
  const input = (text: string): void => change({ ...value, text });
  const keys = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') drop();
  };
  const common = {
    id: `${id}-value`,
    'aria-label': `Value of ${name}`,
    'aria-invalid': problem !== undefined,
    'aria-describedby': `${id}-problem`,
    spellcheck: false,
    onKeyDown: keys,
  };
  return (
    <div class="scalar-field">
      {fixedType ? (
        <span class="scalar-type">{fixedType}</span>
      ) : (
        <select
          aria-label="Type"
          value={value.type}
          onChange={({ currentTarget }) => change(retype(value, currentTarget.value as ScalarType))}
        >
          {SCALAR_TYPES.map((type) => (
            <option key={type} value={type}>
              {type}
            </option>
          ))}
        </select>
      )}
      {value.type === 'bool' && (
        <select {...common} value={value.text} onChange={({ currentTarget }) => input(currentTarget.value)}>
          <option value="True">True</option>
          <option value="False">False</option>
        </select>
      )}
      {value.type === 'str' && (
        <textarea
          {...common}
          rows={8}
          value={value.text}
          onInput={({ currentTarget }) => input(currentTarget.value)}
        />
      )}
      {(value.type === 'int' || value.type === 'float') && (
        <input
          {...common}
          inputMode={value.type === 'int' ? 'numeric' : 'decimal'}
          value={value.text}
          onInput={({ currentTarget }) => input(currentTarget.value)}
          autocomplete="off"
        />
      )}
      <span id={`${id}-problem`} class="problem" role="status">
        {problem}
      </span>
    </div>
  );
}
