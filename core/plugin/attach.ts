import type { Attachment, BaseExtension, BaseInterface } from '../extension.ts';

/** Hands the host's things to a fresh extension. */
export function attach(extension: BaseExtension, attachment: Attachment): void {
  for (const [key, value] of Object.entries(attachment)) define(extension, key, value);
}

/** Joins an interface to its extension, in both directions. */
export function join(extension: BaseExtension, iface: BaseInterface, publicInterface: object): void {
  define(iface, 'extension', extension);
  define(extension, 'interface', iface);
  define(extension, 'publicInterface', publicInterface);
}

function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: false, configurable: true });
}
