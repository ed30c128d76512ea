import { writeFileAtomic } from '../atomic-file.ts';
import { HeadframeError } from '../errors.ts';
import type { Assignment } from './assignment.ts';
import { ConfigError } from './config-error.ts';
import { ConfigDocument } from './document.ts';
import { removeFromText, setInText } from './edit.ts';
import { readBytes, readDocuments } from './files.ts';
import { hasPath, type Path } from './json.ts';
import { formatPath } from './setting-path.ts';
import { type Inputs, type Snapshot, takeSnapshot } from './snapshot.ts';

/** A value for a place of the config file; `undefined` takes it out. */
export interface Change {
  readonly path: Path;
  readonly value: unknown;
}

const ATTEMPTS = 5;
const NEW_FILE = '{}\n';

/** The file was changed by someone else between reading and writing it. */
class Overtaken extends Error {}

/**
 * Makes a change in the file that is on disk now (in the overlay, when that is what gives the value)
 * and returns the state that follows. Throws `SETTING_INVALID`, `IO_FAILED`, `ConfigError`.
 */
export async function writeChange(inputs: Inputs, change: Change): Promise<Snapshot> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryChange(inputs, change);
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      if (attempt === ATTEMPTS) {
        throw new HeadframeError(
          'IO_FAILED',
          `${inputs.targetFile} is changed by another program all the time`,
        );
      }
    }
  }
}

async function tryChange(inputs: Inputs, change: Change): Promise<Snapshot> {
  const onDisk = await readDocuments(inputs.targetFile, false);
  const before = takeSnapshot({ ...inputs, documents: onDisk });
  const old =
    onDisk.findLast((document) => hasPath(document.value, change.path)) ??
    onDisk.find((one) => one.source === 'file');
  if (!old && change.value === undefined) return withoutOverride(before, change.path);
  const edited = edit(old ?? emptyDocument(inputs.targetFile), change);
  const documents = old
    ? onDisk.map((document) => (document === old ? edited : document))
    : [edited, ...onDisk];
  const after = checkChange(
    { ...inputs, documents, assignments: remaining(before, change.path) },
    change.path,
  );
  if (edited.text === old?.text) return after;
  await writeFileAtomic(edited.file, edited.bom + edited.text, {
    beforeRename: async () => {
      const bytes = await readBytes(edited.file);
      const expected = old && old.bom + old.text;
      if (bytes?.toString('utf8') !== expected) throw new Overtaken();
    },
  });
  return after;
}

function edit(document: ConfigDocument, { path, value }: Change): ConfigDocument {
  const text =
    value === undefined ? removeFromText(document.text, path) : setInText(document.text, path, value);
  const read = ConfigDocument.parse(document.source, document.file, Buffer.from(document.bom + text));
  if (read.problems.length > 0) throw invalid(path, read.problems[0]?.message ?? '');
  return read.document;
}

function emptyDocument(file: string): ConfigDocument {
  return ConfigDocument.parse('file', file, Buffer.from(NEW_FILE)).document;
}

/** The state with the change; whatever is wrong with it comes from the change, for it was right before. */
function checkChange(inputs: Inputs, path: Path): Snapshot {
  try {
    return takeSnapshot(inputs);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const messages = error.problems.map(({ message, hint }) => (hint ? `${message} (${hint})` : message));
    const problems = error.problems.map(({ pointer, message }) => ({ pointer, message }));
    throw invalid(path, messages.join('; '), problems);
  }
}

/** The environment's and the flags' assignments that say nothing of the place that was edited. */
function remaining({ inputs, catalogue }: Snapshot, path: Path): readonly Assignment[] {
  return inputs.assignments.filter((assignment) => {
    if (assignment.deferred && inputs.plugins === undefined) return true;
    const own = assignment.resolve(catalogue).path;
    return !path.every((segment, index) => index >= own.length || own[index] === segment);
  });
}

function withoutOverride(before: Snapshot, path: Path): Snapshot {
  return takeSnapshot({ ...before.inputs, assignments: remaining(before, path) });
}

/** `problems`: what is wrong, and where in the configuration by JSON Pointer (RFC 6901). */
function invalid(
  path: Path,
  why: string,
  problems: readonly { readonly pointer: string; readonly message: string }[] = [],
): HeadframeError {
  return new HeadframeError('SETTING_INVALID', `${formatPath(path)} cannot be set so: ${why}`, {
    data: { setting: formatPath(path), problems },
  });
}
