import type { Reply } from './route.ts';

const TEXT = { 'Content-Type': 'text/plain; charset=utf-8' };

const UNKNOWN_VISITOR = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Headframe</title>
    <link rel="icon" href="data:,">
  </head>
  <body>
    <h1>This browser has not been let in</h1>
    <p>Run <code>headframe open</code> where the host runs, and open the address that it prints. It can be used once, within a minute.</p>
    <p>A program shows a token instead: <code>Authorization: Bearer</code>, with what <code>headframe token show</code> prints.</p>
  </body>
</html>
`;

/** An answer in plain text. */
export function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers: { ...TEXT, ...headers }, body: `${text}\n` };
}

/** The answer to who has not shown who they are: what to do. */
export function unknownVisitor(): Reply {
  return {
    status: 401,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'WWW-Authenticate': 'Bearer' },
    body: UNKNOWN_VISITOR,
  };
}
