import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { SettingField } from './field.tsx';
import { createForm, searchForm } from './form.ts';
import { problem, settings } from './store.ts';

/** The settings of all plugins, made from their schemas. */
export function SettingsPage(): JSX.Element {
  const [search, setSearch] = useState('');
  const [isModifiedOnly, setModifiedOnly] = useState(false);
  const found = settings.value;
  if (!found) return <Missing />;
  const all = searchForm(createForm(found.schemas, found.entries), search);
  const groups = isModifiedOnly
    ? all.flatMap((group) => {
        const fields = group.fields.filter(({ isModified }) => isModified);
        return fields.length > 0 ? [{ ...group, fields }] : [];
      })
    : all;
  return (
    <div class="settings">
      <div class="settings-tools">
        <input
          type="search"
          aria-label="Search settings"
          placeholder="Search settings"
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        <label>
          <input
            type="checkbox"
            checked={isModifiedOnly}
            onChange={({ currentTarget }) => setModifiedOnly(currentTarget.checked)}
          />{' '}
          modified only
        </label>
      </div>
      {groups.length === 0 && <p>No setting fits.</p>}
      {groups.map(({ plugin, title, fields }) => (
        <section key={plugin} class="settings-group" aria-label={title}>
          <h2>
            {title} <code>{plugin}</code>
          </h2>
          {fields.map((field) => (
            <SettingField key={field.path} field={field} />
          ))}
        </section>
      ))}
    </div>
  );
}

/** What stands there before the settings do, or instead of them. */
function Missing(): JSX.Element {
  const told = problem.value;
  if (!told) return <p role="status">Reading the settings…</p>;
  return (
    <p role="alert">
      {told.code}: {told.message} {told.remedy}
    </p>
  );
}
