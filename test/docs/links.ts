import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** All documents of the repository: those at its top, of the Python package, and below `docs/`. */
export function findDocuments(): string[] {
  const top = readdirSync('.').filter((name) => name.endsWith('.md'));
  const docs = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  );
  return [...top, 'clients/python/README.md', ...docs.map((name) => join('docs', name))].sort();
}

/** The links of a document that lead nowhere inside the repository, each with why. Others are not looked at. */
export function findBrokenLinks(document: string, text: string): string[] {
  return linksOf(text).flatMap((link) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = '', anchor] = link.split('#');
    const file = path === '' ? document : normalize(join(dirname(document), path));
    if (!existsSync(file)) return [`${document}: ${link}: there is no ${file}`];
    if (anchor === undefined) return [];
    return anchorsOf(file).has(anchor) ? [] : [`${document}: ${link}: ${file} has no such heading`];
  });
}

/** The documents that are reached from one by links, itself among them. */
export function findReachable(from: string): Set<string> {
  const reached = new Set<string>();
  const left = [from];
  for (let document = left.pop(); document !== undefined; document = left.pop()) {
    if (reached.has(document) || !document.endsWith('.md') || !existsSync(document)) continue;
    reached.add(document);
    const folder = dirname(document);
    for (const link of linksOf(readFileSync(document, 'utf8'))) {
      if (!/^[a-z]+:/.test(link)) left.push(normalize(join(folder, link.split('#')[0] ?? '')));
    }
  }
  return reached;
}

/** The targets of links and pictures, code left out. */
function linksOf(text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');
  const links = prose.matchAll(/\]\(([^()\s]+(?:\([^()\s]*\))?)\)/g);
  const pictures = prose.matchAll(/\bsrc(?:set)?="([^"]+)"/g);
  return [...links, ...pictures].map(([, link = '']) => link);
}

/** The anchors that GitHub gives to the headings of a document. */
function anchorsOf(file: string): Set<string> {
  const prose = readFileSync(file, 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
  const seen = new Map<string, number>();
  const anchors = [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
  return new Set(anchors);
}
