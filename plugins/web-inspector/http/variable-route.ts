import { codeOf, messageOf, type PublicInterface } from 'headframe';
import type { Interface as Workspace } from 'headframe/workspace';
import { plain } from './refusal.ts';
import type { Reply, Route } from './route.ts';

/** The variables stand below it by their names, percent-encoded. */
const VARIABLES_PATH = '/variables/';

/** The status of an error of reading. */
const STATUS: ReadonlyMap<string, number> = new Map([
  ['NOT_FOUND', 404],
  ['NOT_CONVERTIBLE', 422],
  ['TOO_LARGE', 413],
]);

/**
 * One variable as typed JSON (docs/reference/typed-json.md), for programs that know HTTP alone; the header
 * `Headframe-Revision` says which revision it is. 404, 413 and 422 stand for `NOT_FOUND`, `TOO_LARGE` and
 * `NOT_CONVERTIBLE`.
 */
export function variableRoute(workspace: Pick<PublicInterface<Workspace>, 'readAs'>): Route {
  return {
    method: 'GET',
    path: VARIABLES_PATH,
    needs: 'read',
    async answer({ path }): Promise<Reply> {
      const name = nameIn(path);
      if (name === undefined) return plain(400, 'what follows /variables/ is no percent-encoded name');
      try {
        const { value, revision } = await workspace.readAs(name, 'json');
        const headers = { 'Content-Type': 'application/json', 'Headframe-Revision': String(revision) };
        return { status: 200, headers, body: value };
      } catch (error) {
        const status = STATUS.get(codeOf(error));
        if (status === undefined) throw error;
        return plain(status, `${codeOf(error)}: ${messageOf(error)}`);
      }
    },
  };
}

function nameIn(path: string): string | undefined {
  try {
    return decodeURIComponent(path.slice(VARIABLES_PATH.length));
  } catch {
    return undefined;
  }
}
