import { HeadframeError } from '../errors.ts';
import { formatRequirement, isMet, type Requirement } from './requirement.ts';

/** What the graph needs to know of a plugin. */
export interface Node {
  readonly version: string;
  readonly requirements: readonly Requirement[];
}

/** The plugins that can be loaded, requirements first, and why the others can't. */
export interface Resolution {
  readonly order: readonly string[];
  readonly refused: ReadonlyMap<string, HeadframeError>;
}

/**
 * Orders plugins so that each comes after what it requires; otherwise the given order is kept.
 * A plugin whose requirements aren't met is refused, and with it all that require it, each error
 * naming the root. Pure: nothing is loaded.
 */
export function resolveGraph(nodes: ReadonlyMap<string, Node>): Resolution {
  const refused = new Map<string, HeadframeError>();
  const order: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];

  const visit = (name: string, node: Node): void => {
    if (done.has(name)) return;
    path.push(name);
    for (const requirement of node.requirements) {
      const problem = examine(name, requirement);
      if (problem && !refused.has(name)) refused.set(name, problem);
    }
    path.pop();
    done.add(name);
    if (!refused.has(name)) order.push(name);
  };

  const examine = (name: string, requirement: Requirement): HeadframeError | undefined => {
    const required = nodes.get(requirement.name);
    if (!required) return missing(name, requirement, 'it is not there or not enabled');
    if (!isMet(requirement, required.version))
      return missing(name, requirement, `it has version ${required.version}`);
    const start = path.indexOf(requirement.name);
    if (start >= 0) return refuseCycle(path.slice(start));
    visit(requirement.name, required);
    const root = refused.get(requirement.name);
    return root && dependentError(name, requirement.name, root);
  };

  const refuseCycle = (members: readonly string[]): HeadframeError => {
    const text = [...members, members[0]].join(' → ');
    const error = new HeadframeError('REQUIREMENT_CYCLE', `plugins require each other: ${text}`, {
      data: { cycle: members },
    });
    for (const member of members) if (!refused.has(member)) refused.set(member, error);
    return error;
  };

  for (const [name, node] of nodes) visit(name, node);
  return { order, refused };
}

/** Everything that requires `name`, directly or not, in the order in which it has to be closed. */
export function findDependents(nodes: ReadonlyMap<string, Node>, name: string): string[] {
  const found = new Set<string>();
  const visit = (required: string): void => {
    for (const [other, node] of nodes) {
      if (other === name || found.has(other) || !node.requirements.some((one) => one.name === required))
        continue;
      found.add(other);
      visit(other);
    }
  };
  visit(name);
  const { order } = resolveGraph(nodes);
  return order.filter((one) => found.has(one)).reverse();
}

/** The error of a plugin that fails because `required` did: it names the root. */
export function dependentError(name: string, required: string, cause: HeadframeError): HeadframeError {
  const root = typeof cause.data.root === 'string' ? cause.data.root : required;
  const via = root === required ? '' : ` (by way of ${required})`;
  return new HeadframeError(
    'REQUIREMENT_MISSING',
    `${name} requires ${root}${via}, which failed: ${cause.message}`,
    {
      cause,
      data: { root, requirement: required },
    },
  );
}

function missing(name: string, requirement: Requirement, why: string): HeadframeError {
  const text = formatRequirement(requirement);
  return new HeadframeError('REQUIREMENT_MISSING', `${name} requires ${text}, but ${why}`, {
    data: { root: requirement.name, requirement: text },
  });
}
