import type { Command, Param } from './command.ts';
import { HeadframeError } from './errors.ts';
import type { Validate } from './validation.ts';

/** Parameters as a transport has them: by position or by name. */
export type GivenParams = readonly unknown[] | ReadonlyMap<string, unknown>;

type Signature = Pick<Command<never>, 'name' | 'params'>;

/**
 * Names the parameters, checks each (`checks` goes by position) and fills in defaults. Throws
 * `BAD_PARAMS` with the usage.
 */
export function bindParams(
  command: Signature,
  checks: readonly (Validate | undefined)[],
  given: GivenParams,
): Record<string, unknown> {
  refuseSurplus(command, given);
  const bound: Record<string, unknown> = Object.create(null);
  for (const [index, param] of command.params.entries()) {
    const value = isPositional(given) ? given[index] : given.get(param.name);
    bound[param.name] = check(command, param, checks[index], value);
  }
  return bound;
}

function refuseSurplus(command: Signature, given: GivenParams): void {
  const { params } = command;
  if (isPositional(given)) {
    if (given.length <= params.length) return;
    throw badParams(`${usage(command)} takes ${params.length} parameters, not ${given.length}`);
  }
  for (const key of given.keys()) {
    if (params.some((param) => param.name === key)) continue;
    throw badParams(`${usage(command)} has no parameter ${JSON.stringify(key)}`);
  }
}

function check(command: Signature, param: Param, validate: Validate | undefined, value: unknown): unknown {
  if (value === undefined) {
    if ('default' in param) return param.default;
    throw badParams(`${usage(command)} needs the parameter ${param.name}`);
  }
  const problem = validate?.(value);
  if (problem !== undefined) throw badParams(`${usage(command)}: ${param.name}${problem}`);
  return value;
}

function usage({ name, params }: Signature): string {
  return `${name}(${params.map((param) => ('default' in param ? `${param.name}?` : param.name)).join(', ')})`;
}

function isPositional(given: GivenParams): given is readonly unknown[] {
  return Array.isArray(given);
}

function badParams(message: string): HeadframeError {
  return new HeadframeError('BAD_PARAMS', message);
}
