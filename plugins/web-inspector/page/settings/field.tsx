import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { theClient } from '../connection.ts';
import { Button } from '../ui/button.tsx';
import { FieldControl } from './control.tsx';
import { problemsOf } from './edit.ts';
import type { Field } from './form.ts';
import { refreshSettings } from './store.ts';

/** One setting: its control, what brings its value, and the way back to its default. */
export function SettingField({ field }: { readonly field: Field }): JSX.Element {
  const id = useId();
  const [problem, setProblem] = useState('');
  const change = async (doing: () => Promise<unknown>): Promise<void> => {
    try {
      await doing();
      setProblem('');
      await refreshSettings();
    } catch (error) {
      setProblem(problemsOf(error));
    }
  };
  const save = (value: unknown): void => {
    void change(() => theClient().call('set_settings_param', { key: field.path, value }));
  };
  const reset = (): void => {
    void change(() => theClient().call('settings_reset', { key: field.path }));
  };
  return (
    <div class={`setting${field.isModified ? ' setting-modified' : ''}`} data-setting={field.path}>
      <div class="setting-head">
        <label for={id} id={`${id}-label`}>
          {field.label}
        </label>
        <code>{field.path}</code>
        {field.isModified && <span class="setting-mark">modified</span>}
        {field.isModified && (
          <Button label={`Reset ${field.label}`} onClick={reset}>
            Reset
          </Button>
        )}
      </div>
      <FieldControl id={id} field={field} problem={problem} onProblem={setProblem} onSave={save} />
      <p class="setting-help" id={`${id}-help`}>
        {field.description} <Origin field={field} />
      </p>
      <p class="setting-problem" id={`${id}-problem`} role="alert">
        {problem}
      </p>
    </div>
  );
}

/** What brings the value, and what a change means when the file is not what decides. */
function Origin({ field: { source, from, control } }: { readonly field: Field }): JSX.Element | null {
  if (source === 'default') return control.kind === 'secret' ? <span>Not set.</span> : null;
  const overrides = source === 'environment' || source === 'flag';
  return (
    <span class="setting-origin">
      Set by <code>{from}</code>.
      {overrides && ' A change here counts until the next start; then this has the last word again.'}
    </span>
  );
}
