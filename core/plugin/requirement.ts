import coerce from 'semver/functions/coerce.js';
import compare from 'semver/functions/compare.js';
import valid from 'semver/functions/valid.js';
import { HeadframeError } from '../errors.ts';

/** How a requirement compares versions; `any` without a comparison. */
export type Comparison = 'any' | '==' | '>=' | '<=';

/** One line of a manifest's `requirements`. */
export interface Requirement {
  readonly name: string;
  readonly comparison: Comparison;
  /** As it was written; empty without a comparison. */
  readonly version: string;
}

const PATTERN = /^\s*((?:@[\w.~-]+\/)?[A-Za-z][\w.-]*)\s*(?:(==|>=|<=)\s*([\w.+-]+))?\s*$/;

/** Reads `name`, `name==1.2`, `name >=1.2` or `name<=2`. Throws `BAD_MANIFEST`. */
export function parseRequirement(text: string): Requirement {
  const [, name, comparison, version] = PATTERN.exec(text) ?? [];
  if (name === undefined) {
    throw new HeadframeError(
      'BAD_MANIFEST',
      `${JSON.stringify(text)} is no requirement: write name, name==1.2, name>=1.2 or name<=2`,
    );
  }
  if (version !== undefined) normaliseVersion(version);
  return { name, comparison: (comparison ?? 'any') as Comparison, version: version ?? '' };
}

/**
 * The three-part version (semver 2.0.0) behind PyMiner's spellings: `0.1` is `0.1.0`, `v0.1.0` is
 * `0.1.0`. Throws `BAD_MANIFEST`.
 */
export function normaliseVersion(text: string): string {
  const version = valid(text) ?? coerce(text)?.version;
  if (!version)
    throw new HeadframeError(
      'BAD_MANIFEST',
      `${JSON.stringify(text)} is no version: write for example 1.2.0`,
    );
  return version;
}

/** Whether a version (already normalised) meets a requirement. `==1.2` is met by 1.2.0 alone, not by 1.2.5. */
export function isMet(requirement: Requirement, version: string): boolean {
  if (requirement.comparison === 'any') return true;
  const order = compare(version, normaliseVersion(requirement.version));
  switch (requirement.comparison) {
    case '==':
      return order === 0;
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
  }
}

/** A requirement as a person writes it. */
export function formatRequirement({ name, comparison, version }: Requirement): string {
  return comparison === 'any' ? name : `${name}${comparison}${version}`;
}
