import { defineErrors, type ErrorEntry } from 'headframe';

const TABLE = {
  NOT_LOOPBACK: {
    summary: 'The page would be reached by other machines, unencrypted.',
    fix: 'Set web-inspector.host to 127.0.0.1; for others put a proxy with TLS in front and list its name in web-inspector.allowedHosts.',
    exitCode: 78,
  },
} as const satisfies Record<string, ErrorEntry>;

/** Makes the inspector's codes known, each with what to do about it. */
export function defineInspectorErrors(): void {
  defineErrors(TABLE);
}
