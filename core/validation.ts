import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';

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

const OPTIONS: Options = { allErrors: true, strict: false, useDefaults: false, verbose: true };

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
  metaChecker ??= new Ajv(OPTIONS);
  metaChecker.validateSchema(schema, true);
  let validate: ValidateFunction | undefined;
  return (value) => {
    validate ??= new Ajv({ ...OPTIONS, meta: false, validateSchema: false }).compile(schema);
    if (validate(value)) return [];
    return (validate.errors ?? []).filter(isTelling).map(asViolation);
  };
}

/** Whether a schema is one itself; the reason if not. */
export function schemaProblem(schema: Schema): string | undefined {
  try {
    new Ajv(OPTIONS).compile(schema);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
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
