/** What the client names of Node: the bundle has a part of it that runs in browsers. */
type Buffer = import('../../../clients/browser/buffer.ts').Buffer;
declare const Buffer: typeof import('../../../clients/browser/buffer.ts').Buffer;

declare module 'node:buffer' {
  const isUtf8: typeof import('../../../clients/browser/buffer.ts').isUtf8;

  export { isUtf8 };
}

declare module '*.css';

/** Named by a module of which types alone are used. */
declare module 'node:timers/promises' {
  export function setImmediate(): Promise<void>;
}
