import { HeadframeError } from '../errors.ts';
import { type Node, resolveGraph } from './graph.ts';
import type { Manifest } from './manifest.ts';
import { formatRequirement, isMet } from './requirement.ts';

/**
 * Checks that a plugin can join those that are there, before any code of it runs. Pure. Throws
 * `REQUIREMENT_MISSING` with all that is missing, `REQUIREMENT_CYCLE`, and `PLUGIN_REQUIRED` when an
 * upgrade would take away the version that others require.
 */
export function checkInstallable(manifest: Manifest, present: ReadonlyMap<string, Node>): void {
  const missing = manifest.requirements.filter((requirement) => {
    const required = present.get(requirement.name);
    return requirement.name !== manifest.name && !(required && isMet(requirement, required.version));
  });
  if (missing.length > 0) {
    const names = missing.map(formatRequirement);
    const text = `${manifest.name} requires ${names.join(', ')}, which ${names.length > 1 ? 'are' : 'is'} not there or not enabled`;
    throw new HeadframeError('REQUIREMENT_MISSING', text, { data: { missing: names } });
  }
  const before = resolveGraph(present).refused;
  const after = resolveGraph(new Map([...present, [manifest.name, manifest]])).refused;
  const own = after.get(manifest.name);
  if (own) throw own;
  const broken = [...after.keys()].filter((name) => !before.has(name));
  if (broken.length === 0) return;
  const text = `${manifest.name} ${manifest.version} does not fit ${broken.join(', ')}, which ${broken.length > 1 ? 'require' : 'requires'} another version`;
  throw new HeadframeError('PLUGIN_REQUIRED', text, { data: { dependents: broken } });
}
