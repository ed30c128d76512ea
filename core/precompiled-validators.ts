import type { ValidateFunction } from 'ajv';

/**
 * Validators of schemas that are known before the host runs, by the schema's JSON. The build puts those of
 * the host and its built-in plugins here; from source there are none.
 */
export const precompiled: ReadonlyMap<string, ValidateFunction> = new Map();
