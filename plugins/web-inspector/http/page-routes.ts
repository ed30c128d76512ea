import type { Access } from '../access/access.ts';
import { INDEX, type PageFiles } from './page-files.ts';
import { plain, unknownVisitor } from './refusal.ts';
import type { Asked, Reply, Route } from './route.ts';

/** The page, which also takes tickets, and the files that it is made of. */
export function pageRoutes(files: PageFiles, access: Access): Route[] {
  const file = ({ path }: Asked): Promise<Reply> => answerFile(files, path);
  return [
    { method: 'GET', path: '/', needs: 'anyone', answer: (asked) => answerIndex(files, access, asked) },
    { method: 'GET', path: '/page.js', needs: 'read', answer: file },
    { method: 'GET', path: '/page.css', needs: 'read', answer: file },
    { method: 'GET', path: '/chunks/', needs: 'read', answer: file },
  ];
}

async function answerIndex(files: PageFiles, access: Access, asked: Asked): Promise<Reply> {
  const ticket = asked.query.get('ticket');
  if (ticket !== null) return exchange(access, asked, ticket);
  return asked.role === undefined ? unknownVisitor() : answerFile(files, INDEX);
}

/** A ticket for a cookie: the one change that a GET makes, since what it needs counts once. */
async function exchange(access: Access, asked: Asked, ticket: string): Promise<Reply> {
  const cookie = asked.method === 'GET' ? await access.letIn(ticket) : undefined;
  if (cookie === undefined) return unknownVisitor();
  // Where a link of another site leads, by a redirection too, the browser would not show the cookie.
  const isForeign = /^(cross|same)-site$/.test(String(asked.headers['sec-fetch-site']));
  const further = isForeign ? { Refresh: '0; url=/' } : { Location: '/' };
  return plain(isForeign ? 200 : 303, 'Welcome.', { 'Set-Cookie': cookie, ...further });
}

async function answerFile(files: PageFiles, path: string): Promise<Reply> {
  const file = await files.find(path);
  if (!file) return plain(404, 'there is nothing of this name');
  return { status: 200, headers: { 'Content-Type': file.type }, body: file.bytes };
}
