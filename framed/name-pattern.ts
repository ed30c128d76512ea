/**
 * A test of names by a pattern in which `*` stands for any characters and `?` for one. It takes at most as many
 * steps as pattern and name multiplied, whatever the pattern.
 */
export function namePattern(pattern: string): (name: string) => boolean {
  if (!/[*?]/.test(pattern)) return (name) => name === pattern;
  const wanted = [...pattern];
  return (name) => matches(wanted, [...name]);
}

function matches(pattern: readonly string[], name: readonly string[]): boolean {
  let at = 0;
  let star = -1;
  let retry = 0;
  for (let next = 0; next < name.length; ) {
    if (pattern[at] === '*') {
      star = at++;
      retry = next;
    } else if (pattern[at] === '?' || pattern[at] === name[next]) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      at = star + 1;
      next = ++retry;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
