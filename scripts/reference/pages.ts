import { execFileSync } from 'node:child_process';
import { startBuiltInHost } from './built-in-host.ts';
import { cliPage } from './cli.ts';
import { commandsPage } from './commands.ts';
import { configPage } from './config.ts';
import { type Compile, readDoors } from './doors.ts';
import { errorsPage } from './errors.ts';
import { hooksPage } from './hooks.ts';
import { manifestPage } from './manifest.ts';
import { settingsPage } from './settings.ts';
import { apiFile, apiIndex, apiPage } from './typescript-api.ts';

const PYTHON_API = ['scripts/reference/python_api.py', 'clients/python/src'];

/**
 * The generated pages of the reference: file → Markdown. `compile` has the modules behind the doors read in a way of its
 * own. Needs /usr/bin/python3.
 */
export async function referencePages(compile?: Compile): Promise<Map<string, string>> {
  const doors = readDoors(compile);
  await using host = await startBuiltInHost();
  return new Map([
    ['docs/reference/cli.md', cliPage()],
    ['docs/reference/config.md', configPage()],
    ['docs/reference/manifest.md', manifestPage()],
    ['docs/reference/settings.md', settingsPage()],
    ['docs/reference/commands.md', commandsPage(host.host.commands.list())],
    ['docs/reference/errors.md', errorsPage()],
    ['docs/reference/hooks.md', hooksPage(doors)],
    ['docs/reference/python-api.md', execFileSync('/usr/bin/python3', PYTHON_API, { encoding: 'utf8' })],
    ['docs/reference/api/README.md', apiIndex(doors)],
    ...doors.doors.map((door) => [apiFile(door), apiPage(doors, door)] as const),
  ]);
}
