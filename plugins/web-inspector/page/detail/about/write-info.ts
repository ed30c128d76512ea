import { type Client, ClientError, type Metadata } from 'headframe/client/browser';

/** A change of one free key. */
export interface InfoChange {
  readonly key: string;
  /** `null` takes the key away. */
  readonly value: unknown;
  /** What the key is thought to hold, as JSON; nothing when it is thought not to be there. */
  readonly before: string | undefined;
}

/** Others may change other things of the variable meanwhile, so often at most. */
const ATTEMPTS = 5;

/**
 * Changes a free key of a variable unless somebody else has changed that key; whether it was done. Other
 * changes of the variable do not matter.
 */
export async function writeInfo(
  client: Pick<Client, 'metadata' | 'updateMetadata'>,
  name: string,
  { key, value, before }: InfoChange,
): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const { info, revision } = await client.metadata(name);
    if (textIn(info, key) !== before) return false;
    try {
      await client.updateMetadata(name, { [key]: value }, { ifRevision: revision });
      return true;
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof ClientError && error.code === 'CONFLICT')) throw error;
    }
  }
}

/** What a free key holds, as JSON. */
export function textIn(info: Metadata['info'], key: string): string | undefined {
  return Object.hasOwn(info, key) ? JSON.stringify(info[key]) : undefined;
}
