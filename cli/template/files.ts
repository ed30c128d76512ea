import { hostVersion } from '../../core/index.ts';
import { mainModule, testModule } from './modules.ts';

/** The files of a fresh plugin: path below its folder → text. */
export function templateFiles(name: string, language: 'ts' | 'js'): Map<string, string> {
  const files = new Map<string, string>([
    ['plugin.json', json(manifest(name, language))],
    [`main.${language}`, mainModule(name, language)],
    ['settings.json', json({ tell_every: 10 })],
    ['settings.schema.json', json(SETTINGS_SCHEMA)],
    [`test/${name}.test.${language}`, testModule(name, language)],
    ['package.json', json(packageJson(name, language))],
    ['README.md', readme(name, language)],
    ['.vscode/launch.json', json(LAUNCH)],
  ]);
  if (language === 'ts') files.set('tsconfig.json', json(TSCONFIG));
  return files;
}

const SETTINGS_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  additionalProperties: false,
  properties: {
    tell_every: {
      description: 'After how many changes of a variable the log tells of it.',
      type: 'integer',
      minimum: 1,
    },
  },
};

const TSCONFIG = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023', 'esnext.disposable'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    noImplicitOverride: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['main.ts', 'test'],
};

/** The editor's variable for the opened folder, not ours. */
const WORKSPACE = '$\u007bworkspaceFolder}';

const LAUNCH = {
  version: '0.2.0',
  configurations: [
    {
      name: 'A host with this plugin',
      type: 'node',
      request: 'launch',
      program: `${WORKSPACE}/node_modules/headframe/bin/headframe.js`,
      args: ['start', '--port', '0', '--set', `pluginDirs=["${WORKSPACE}"]`],
      cwd: WORKSPACE,
      pauseForSourceMap: true,
      skipFiles: ['<node_internals>/**'],
    },
  ],
};

function manifest(name: string, language: string): object {
  return {
    name,
    display_name: name,
    version: '0.1.0',
    description: 'Counts how often each variable changes',
    group: 'examples/variables',
    main: { file: `main.${language}` },
    settings: 'settings.json',
  };
}

function packageJson(name: string, language: string): object {
  const runner = language === 'ts' ? 'node --import tsx --test' : 'node --test';
  return {
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    scripts: {
      test: `${runner} test/${name}.test.${language}`,
      ...(language === 'ts' && { check: 'tsc --noEmit' }),
    },
    devDependencies: {
      headframe: `^${hostVersion}`,
      ...(language === 'ts' && { '@types/node': '^20.19.0', tsx: '^4.23.0', typescript: '^6.0.0' }),
    },
  };
}

function readme(name: string, language: string): string {
  const check = language === 'ts' ? '- `npm run check` checks the types,\n' : '';
  return `# ${name}

A plugin for [Headframe](https://www.npmjs.com/package/headframe) that counts how often each variable of the workspace changes.

- \`plugin.json\`: what the host reads first,
- \`main.${language}\`: the plugin,
- \`settings.json\`, \`settings.schema.json\`: the settings' defaults and what is allowed,
- \`test/\`: a test against a real host.

Here, after \`npm install\`:

- \`npm test\` runs the test,
${check}- \`npx headframe plugin check .\` checks the manifest without running the plugin.

Where the host runs:

- \`headframe plugin add --link PATH\` loads it from this folder,
- \`headframe plugin refresh ${name}\` loads its code anew.
`;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
