/** What a process of tests tells of itself: one JSON line an event, on the file descriptor `EVENTS`. */
export type TestEvent =
  /** What follows is about this file. */
  | { readonly type: 'file'; readonly file: string }
  | { readonly type: 'begun' | 'ended'; readonly name: string; readonly nesting: number }
  | { readonly type: 'passed'; readonly skipped: boolean }
  | { readonly type: 'failed'; readonly name: readonly string[]; readonly error: string }
  | { readonly type: 'noted'; readonly message: string };

/** The file descriptor that a process of tests writes its events to. */
export const EVENTS = 3;
