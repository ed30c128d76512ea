/** A free key as it is edited: JSON, or text that is none. */
export function infoText(value: unknown): string {
  return typeof value === 'string' && !isJson(value) ? value : JSON.stringify(value);
}

/** What an edited text means: JSON when it is some, else the text itself. */
export function infoValue(text: string): unknown {
  return isJson(text) ? JSON.parse(text) : text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
