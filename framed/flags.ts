import { FLAG, type FramedLevel, LEVELS } from 'headframe/codec';
import { framedError } from './errors.ts';

/** Throws `BAD_META` when flags are set that an operation does not have. */
export function checkFlags(flags: number, allowed: number): void {
  if ((flags & ~allowed) === 0) return;
  throw framedError('BAD_META', `the flags ${flags} have bits that this operation has not`);
}

/** The durability that a write's flags ask for; nothing for the workspace's own. */
export function levelOf(flags: number): FramedLevel | undefined {
  return LEVELS[(flags & FLAG.levelMask) >> FLAG.levelShift];
}
