/** What has to agree before a release. */
export interface Release {
  /** Of package.json. */
  readonly version: string;
  /** Of the Python package. */
  readonly pythonVersion: string;
  readonly changelog: string;
  /** The tags of the commit that is checked out. */
  readonly tags: readonly string[];
}

const KINDS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];

/**
 * What does not agree, a sentence each. A commit that carries a tag has to be the release of that version; any other has to
 * say in the changelog what it will be. The changelog's form is that of keepachangelog.com, 1.1.0.
 */
export function findDisagreements({ version, pythonVersion, changelog, tags }: Release): string[] {
  const found: string[] = [];
  if (pythonVersion !== version) {
    found.push(`package.json says ${version}, the Python package ${pythonVersion}`);
  }
  const sections = readSections(changelog);
  const unreleased = sections.get('Unreleased');
  const own = sections.get(version);
  if (unreleased === undefined && own === undefined) {
    found.push(`the changelog has neither a section [${version}] nor one [Unreleased]`);
  }
  for (const [name, { date, body }] of sections) {
    if (name !== 'Unreleased' && !/^\d{4}-\d{2}-\d{2}$/.test(date)) found.push(`[${name}] has no date`);
    const strange = [...body.matchAll(/^### (.+)$/gm)].filter(([, kind = '']) => !KINDS.includes(kind));
    for (const [, kind] of strange) found.push(`[${name}] has a part ${kind}, which there is not`);
    if (name === version && !/^- /m.test(body)) found.push(`[${name}] says nothing`);
  }
  return [...found, ...disagreementsOfTags(version, tags, sections)];
}

interface Section {
  readonly date: string;
  readonly body: string;
}

function disagreementsOfTags(
  version: string,
  tags: readonly string[],
  sections: ReadonlyMap<string, Section>,
): string[] {
  const versions = tags.filter((tag) => /^v\d/.test(tag));
  if (versions.length === 0) return [];
  const found = versions
    .filter((tag) => tag !== `v${version}`)
    .map((tag) => `the tag is ${tag}, the version ${version}`);
  if (!sections.has(version)) found.push(`the changelog has no section [${version}]`);
  if (/^- /m.test(sections.get('Unreleased')?.body ?? '')) {
    found.push('the changelog still has entries under [Unreleased]');
  }
  return found;
}

/** The sections of a changelog by version. */
function readSections(changelog: string): Map<string, Section> {
  const parts = changelog.split(/^## /m).slice(1);
  return new Map(
    parts.flatMap((part) => {
      const [, name, date = ''] = /^\[([^\]]+)\](?: - (.+))?$/m.exec(part) ?? [];
      return name === undefined ? [] : [[name, { date, body: part }] as const];
    }),
  );
}
