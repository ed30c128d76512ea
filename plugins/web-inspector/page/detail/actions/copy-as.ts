/** Forms in which a program text that reads a variable can be copied. */
export type CopyForm = 'Python' | 'TypeScript' | 'curl';

export const COPY_FORMS: readonly CopyForm[] = ['Python', 'TypeScript', 'curl'];

/**
 * A text that reads a variable from outside. `origin`: that of the page, for curl; the token is left to
 * whoever runs it.
 */
export function copyAs(form: CopyForm, name: string, origin: string): string {
  const quoted = JSON.stringify(name);
  if (form === 'Python') {
    return `from headframe import connect\n\nwith connect() as workspace:\n    value = workspace[${quoted}]\n`;
  }
  if (form === 'TypeScript') {
    return `import { connect } from 'headframe/client';\n\nawait using client = await connect();\nconst value = await client.get(${quoted});\n`;
  }
  const path = `/variables/${encodeURIComponent(name)}`;
  return `curl --fail --header "Authorization: Bearer $(headframe token show --role read)" '${origin}${path}'\n`;
}
