import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { messageOf } from 'headframe';
import type { Notice } from 'headframe/framed';
import { serverError } from '../errors.ts';
import type { ServerSettings } from '../server-settings.ts';

/** What a {@link TlsCertificate} is given. */
export interface TlsCertificateOptions {
  readonly settings: Pick<ServerSettings, 'tls'>;
  /** The folder from which the settings' paths count. */
  readonly folder: string;
  /** Where it is noted that a renewed certificate cannot be used. */
  readonly notice: Notice;
}

interface Loaded {
  /** Changes whenever one of the files does. */
  readonly version: string;
  readonly context: SecureContext;
}

/** The certificate with its key, read again when a file has changed: a renewal needs no restart. */
export class TlsCertificate {
  readonly #options: TlsCertificateOptions;
  #loaded: Loaded | undefined;

  constructor(options: TlsCertificateOptions) {
    this.#options = options;
  }

  /** Looks whether the certificate, if there is to be one, can be used. Throws `TLS_FAILED`. */
  check(): void {
    const { tls } = this.#options.settings;
    if (!tls) return;
    try {
      this.#loaded = this.#load(tls);
    } catch (error) {
      const text = `the certificate ${tls.cert} with the key ${tls.key} cannot be used: ${messageOf(error)}`;
      throw serverError('TLS_FAILED', text, { cause: error });
    }
  }

  /** What a connection is secured with; `undefined` where TLS is not wanted. */
  current(): SecureContext | undefined {
    const { settings, notice } = this.#options;
    if (!settings.tls) return undefined;
    try {
      this.check();
    } catch (error) {
      notice.tell({ err: error }, `the certificate from before stays: ${messageOf(error)}`);
    }
    return this.#loaded?.context;
  }

  #load(tls: NonNullable<ServerSettings['tls']>): Loaded {
    const { folder } = this.#options;
    const cert = resolve(folder, tls.cert);
    const key = resolve(folder, tls.key);
    const version = `${versionOf(cert)} ${versionOf(key)}`;
    if (version === this.#loaded?.version) return this.#loaded;
    return { version, context: createSecureContext({ cert: readFileSync(cert), key: readFileSync(key) }) };
  }
}

function versionOf(file: string): string {
  const { ino, size, mtimeMs } = statSync(file);
  return `${file} ${ino} ${size} ${mtimeMs}`;
}
