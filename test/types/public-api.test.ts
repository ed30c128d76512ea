import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import type ts from 'typescript';
import { compile } from './compile.ts';

const fixture = resolve('test/types/plugin-author.ts');
const stripped = resolve('test/types/plugin-author-stripped.ts');
const directive = /^(\s*)\/\/ @ts-expect-error (TS\d+): .*$/;

/** Compiles the author's file as it is, and once more without its directives under another name. */
function compileAuthor(): { program: ts.Program; expected: { line: number; code: string }[] } {
  const lines = readFileSync(fixture, 'utf8').replaceAll('test-thermometer', 'test-thermostat').split('\n');
  const expected = lines.flatMap((line, index) => {
    const [, , code] = directive.exec(line) ?? [];
    return code ? [{ line: index + 2, code }] : [];
  });
  const bare = lines.map((line) => line.replace(directive, '$1//')).join('\n');
  return { program: compile([fixture, stripped], new Map([[stripped, bare]])), expected };
}

test('what an author writes rightly compiles; each mistake is an error of its own', () => {
  const { program, expected } = compileAuthor();
  const problems = (file: string): { line: number; code: string }[] => {
    const source = program.getSourceFile(file);
    assert.ok(source, `${file} is compiled`);
    return program.getSemanticDiagnostics(source).map(({ start = 0, code }) => ({
      line: source.getLineAndCharacterOfPosition(start).line + 1,
      code: `TS${code}`,
    }));
  };

  assert.deepEqual(problems(fixture), []);
  assert.ok(expected.length >= 20);
  assert.deepEqual(problems(stripped), expected);
});

test('an interface that no plugin declares is unknown until its declaration is there', () => {
  const file = resolve('test/types/undeclared.ts');
  const text = (first: string): string => `${first}
import { BaseExtension } from 'headframe';
export class Extension extends BaseExtension {
  override onLoad(): void {
    this.extensionLib.getInterface('workspace');
  }
}
`;
  const codes = (first: string): number[] => {
    const program = compile([file], new Map([[file, text(first)]]));
    return program.getSemanticDiagnostics(program.getSourceFile(file)).map(({ code }) => code);
  };
  assert.deepEqual(codes(''), [2345]);
  assert.deepEqual(codes("import type {} from 'headframe/workspace';"), []);
});
