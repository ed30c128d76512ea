import { clientError } from '../errors.ts';

/** Reads the JSON of a meta or a payload. Throws `PROTOCOL`. */
export function parseJson(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString());
  } catch (error) {
    throw clientError('PROTOCOL', 'the host sent what is no JSON', error);
  }
}
