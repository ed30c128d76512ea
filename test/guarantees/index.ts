import type { Guarantee } from './guarantee.ts';
import { LIMITS } from './limits.ts';
import { RELIABILITY } from './reliability.ts';
import { SECURITY } from './security.ts';

/** Every requirement of security, limits and reliability. */
export const GUARANTEES: readonly Guarantee[] = [...SECURITY, ...LIMITS, ...RELIABILITY];
