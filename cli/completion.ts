import { Argument, type Command } from 'commander';
import type { Context } from './context.ts';

/** What may follow a command: its commands and its options. */
interface Words {
  /** The command's name with those above it, blank before each: ` plugin list`. */
  readonly path: string;
  readonly words: readonly string[];
}

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** Adds `headframe completion SHELL`. */
export function addCompletion(program: Command, context: Context): void {
  program
    .command('completion')
    .description('print a script that completes commands: source <(headframe completion bash)')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .action((shell: Shell) => context.print(completionScript(program, shell)));
}

/** The script for a shell, made from the commands that there are. */
export function completionScript(program: Command, shell: Shell): string {
  const words = wordsOf(program, '');
  const scripts = { bash, zsh, fish };
  return scripts[shell](words);
}

function wordsOf(command: Command, path: string): Words[] {
  const inner = command.commands.map((one) => one.name());
  const options = command.options.flatMap(({ long }) => (long ? [long] : []));
  return [
    { path, words: [...inner, ...options, '--help'] },
    ...command.commands.flatMap((one) => wordsOf(one, `${path} ${one.name()}`)),
  ];
}

/** The lines of a `case` over the path, and the pattern of all that are paths. */
function cases(words: readonly Words[]): { paths: string; branches: string } {
  return {
    paths: words
      .filter(({ path }) => path !== '')
      .map(({ path }) => `"${path}"`)
      .join('|'),
    branches: words.map((one) => `    "${one.path}") candidates="${one.words.join(' ')}" ;;`).join('\n'),
  };
}

function bash(words: readonly Words[]): string {
  const { paths, branches } = cases(words);
  return `# bash completion of headframe
_headframe() {
  local path="" word candidates=""
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
    ${paths}) path="$path $word" ;;
    esac
  done
  case "$path" in
${branches}
  esac
  COMPREPLY=($(compgen -W "$candidates" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _headframe headframe`;
}

function zsh(words: readonly Words[]): string {
  const { paths, branches } = cases(words);
  return `#compdef headframe
_headframe() {
  local line="" word candidates=""
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$line $word" in
    ${paths}) line="$line $word" ;;
    esac
  done
  case "$line" in
${branches}
  esac
  compadd -- \${=candidates} || _files
}
compdef _headframe headframe`;
}

function fish(words: readonly Words[]): string {
  const { paths } = cases(words);
  const lines = words.map(
    (one) => `complete -c headframe -n 'test (__headframe_path) = "${one.path}"' -a '${one.words.join(' ')}'`,
  );
  return `# fish completion of headframe
function __headframe_path
  set -l line ""
  for word in (commandline -opc)[2..-1]
    switch "$line $word"
      case ${paths.replaceAll('|', ' ')}
        set line "$line $word"
    end
  end
  echo "$line"
end
${lines.join('\n')}`;
}
