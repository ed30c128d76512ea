import { run, theClient } from '../connection.ts';
import { addToast } from '../ui/toasts.ts';
import { clearMarks, selected } from './selection.ts';

/** Python's rule for names, to tell before the host does; the host decides. */
const NAME = /^[\p{XIDS}_][\p{XIDC}]*$/u;
const LONGEST_NAME = 128;

/** Whether a text can be the name of a variable. */
export function isName(text: string): boolean {
  return NAME.test(text) && [...text].length <= LONGEST_NAME;
}

/** Makes a variable of a document of typed JSON, unless there is one of that name. */
export async function createVariable(name: string, document: string): Promise<boolean> {
  const raw = { method: 'json', document: new TextEncoder().encode(document), buffers: [] } as const;
  const revision = await run(() => theClient().setRaw(name, raw, { ifRevision: 0 }));
  if (revision === undefined) return false;
  selected.value = name;
  return true;
}

/** Makes another variable with the same value, byte for byte. */
export async function duplicateVariable(name: string, copy: string): Promise<boolean> {
  const revision = await run(async () => {
    const client = theClient();
    return client.setRaw(copy, await client.getRaw(name), { ifRevision: 0 });
  });
  if (revision === undefined) return false;
  selected.value = copy;
  return true;
}

/** Gives a variable another name; its history goes with it. */
export async function renameVariable(name: string, newName: string): Promise<boolean> {
  const revision = await run(() => theClient().rename(name, newName));
  if (revision === undefined) return false;
  if (selected.value === name) selected.value = newName;
  const back = (): void => void renameVariable(newName, name);
  addToast({ text: `${name} is ${newName} now`, action: { label: 'Undo', run: back } });
  return true;
}

/** Moves variables into the recycle bin, all or none, and offers to bring them back. */
export async function deleteVariables(names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const deleted = await run(() => theClient().deleteMany(names));
  if (!deleted) return;
  clearMarks();
  const [first = ''] = names;
  const text = names.length === 1 ? `${first} was deleted` : `${names.length} variables were deleted`;
  addToast({ text, action: { label: 'Undo', run: () => void restoreVariables(names) } });
}

/** Brings variables back, by name or by index in the recycle bin. */
export async function restoreVariables(keys: readonly (string | number)[]): Promise<void> {
  await run(async () => {
    for (const key of keys) await theClient().restore(key);
  });
}

/** Goes one revision back or forward. */
export async function travel(way: 'undo' | 'redo', name: string): Promise<void> {
  const travelled = await run(() => theClient()[way](name));
  if (travelled?.steps === 0) addToast({ text: `There is nothing to ${way} of ${name}` });
}
