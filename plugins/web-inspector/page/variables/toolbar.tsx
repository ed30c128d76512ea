import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { hrefOf } from '../route.ts';
import { Button } from '../ui/button.tsx';
import { formatBytes } from '../ui/format.ts';
import { deleteVariables } from './actions.ts';
import { Choice } from './choice.tsx';
import { listed, listing, totalBytes } from './listed.ts';
import { choices, type Listing } from './listing.ts';
import { variables } from './live.ts';
import { openDialog } from './open-dialog.ts';
import { markedNames } from './selection.ts';

/** Search, filters, and what is done to variables. */
export function Toolbar(): JSX.Element {
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => followSlash(search.current), []);
  const { search: text, kind, provider } = listing.value;
  const change = (part: Partial<Listing>): void => {
    listing.value = { ...listing.value, ...part };
  };
  const marks = markedNames.value;
  const all = variables.value;
  return (
    <div class="toolbar">
      <input
        ref={search}
        type="search"
        placeholder="Search ( / )"
        aria-label="Search names, types and previews"
        value={text}
        onInput={({ currentTarget }) => change({ search: currentTarget.value })}
      />
      <Choice
        label="Kind"
        value={kind}
        choices={choices(all, (metadata) => metadata.kind)}
        onChange={(value) => change({ kind: value })}
      />
      <Choice
        label="Provider"
        value={provider}
        choices={choices(all, (metadata) => metadata.provider)}
        onChange={(value) => change({ provider: value })}
      />
      <span class="counts" role="status">
        {listed.value.length} of {all.size} variables, {formatBytes(totalBytes.value)}
      </span>
      {marks.length > 0 && (
        <Button
          label={`Delete ${marks.length} marked`}
          kind="danger"
          onClick={() => void deleteVariables(marks)}
        />
      )}
      <a class="button" href={hrefOf('recycle-bin')}>
        Recycle bin
      </a>
      <Button
        label="New variable"
        kind="primary"
        onClick={() => {
          openDialog.value = { kind: 'create' };
        }}
      />
    </div>
  );
}

/** Lets `/` move to the search from wherever no text is entered. */
function followSlash(search: HTMLInputElement | null): () => void {
  const pressed = (event: KeyboardEvent): void => {
    const isEntering =
      event.target instanceof Element && event.target.closest('input, textarea, select, dialog');
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isEntering) return;
    event.preventDefault();
    search?.focus();
  };
  document.addEventListener('keydown', pressed);
  return () => document.removeEventListener('keydown', pressed);
}
