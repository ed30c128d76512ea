import { channel } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import type { Ajv, ErrorObject, Options } from 'ajv';
import { precompiled } from './precompiled-validators.ts';

/** A JSON Schema (draft-07) as a plain object. */
export type Schema = Readonly<Record<string, unknown>>;

/** Says what is wrong with a value as `/path message`, or nothing. */
export type Validate = (value: unknown) => string | undefined;

/** One violation: a JSON Pointer (RFC 6901) to the place and what is wrong there. */
export interface Violation {
  readonly pointer: string;
  readonly message: string;
  /** The offending property's name, when a property is unknown. */
  readonly property?: string;
  /** What would be allowed: property names or values, for a "did you mean". */
  readonly allowed: readonly string[];
}

/** How a schema is compiled. */
export const COMPILE_OPTIONS: Options = { allErrors: true, strict: false, useDefaults: false, verbose: true };

/** Tells of every {@link Schema} that has to be compiled here: the build compiles those of a plain start in advance. */
export const SCHEMA_CHANNEL = 'headframe:schema';

const compiled = channel(SCHEMA_CHANNEL);

/** Knows draft-07 itself and keeps no other schema: to compile the former takes longer than most of those. */
let metaChecker: Ajv | undefined;

/** Compiles a schema for checks whose reader wants one line. Each has its own instance: none outlives its owner. */
export function compileSchema(schema: Schema): Validate {
  const check = compileViolations(schema);
  return (value) => {
    const [first] = check(value);
    return first && `${first.pointer} ${first.message}`.trimEnd();
  };
}

/**
 * Checks a schema, and compiles it at the first use, for checks whose reader wants every violation with
 * its place. Throws when it is no JSON Schema; a reference to nothing shows at the first use.
 */
export function compileViolations(schema: Schema): (value: unknown) => Violation[] {
  let validate = precompiled.size > 0 ? precompiled.get(JSON.stringify(schema)) : undefined;
  if (!validate) {
    compiled.publish(schema);
    metaChecker ??= createAjv();
    metaChecker.validateSchema(schema, true);
  }
  return (value) => {
    validate ??= createAjv({ meta: false, validateSchema: false }).compile(schema);
    if (validate(value)) return [];
    return (validate.errors ?? []).filter(isTelling).map(asViolation);
  };
}

/** Whether a schema is one itself; the reason if not. */
export function schemaProblem(schema: Schema): string | undefined {
  try {
    createAjv().compile(schema);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** ajv is loaded when there is a schema to compile: a plain start of the built host has none. */
function createAjv(options: Options = {}): Ajv {
  const require = createRequire(import.meta.url);
  const ajv = require('ajv') as typeof import('ajv');
  return new ajv.Ajv({ ...COMPILE_OPTIONS, ...options });
}

/** ajv repeats a failed branch as `must match "then" schema`; the branch's own errors tell more. */
function isTelling(error: ErrorObject): boolean {
  return error.keyword !== 'if';
}

function asViolation(error: ErrorObject): Violation {
  const { params, parentSchema } = error;
  if (error.keyword === 'additionalProperties') {
    const property = String(params.additionalProperty);
    const properties = (parentSchema as { properties?: object } | undefined)?.properties ?? {};
    return {
      pointer: error.instancePath,
      message: `has no ${property}`,
      property,
      allowed: Object.keys(properties),
    };
  }
  if (error.keyword === 'enum') {
    const allowed = (params.allowedValues as unknown[]).map(String);
    return { pointer: error.instancePath, message: `must be one of ${allowed.join(', ')}`, allowed };
  }
  return { pointer: error.instancePath, message: error.message ?? 'is not valid', allowed: [] };
}
