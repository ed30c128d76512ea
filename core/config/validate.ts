import type { Violation } from '../validation.ts';
import { compileViolations } from '../validation.ts';
import { type Catalogue, configSchema } from './catalogue.ts';
import type { ConfigProblem } from './config-error.ts';
import { hasPath, isObject, type JsonObject, merge, type Path, valueAt } from './json.ts';
import type { Layer } from './layer.ts';
import { formatPath } from './setting-path.ts';
import { hintFor } from './suggest.ts';
import { fromPointer } from './tree.ts';

const violationsOf = compileViolations(configSchema);

/** What is wrong with a layer as the config file's own schema has it, plugins' settings aside. */
export function structureProblems(layer: Layer, catalogue: Catalogue): ConfigProblem[] {
  return violationsOf(layer.value).map((violation) => asProblem(layer, [], violation, catalogue));
}

/** The plugins that a layer speaks of and nobody knows. */
export function unknownPlugins(layer: Layer, catalogue: Catalogue): ConfigProblem[] {
  const plugins = isObject(layer.value.plugins) ? Object.keys(layer.value.plugins) : [];
  const known = [...catalogue.plugins.keys()];
  return plugins
    .filter((plugin) => !catalogue.plugins.has(plugin))
    .map((plugin) =>
      layer.problem({
        path: ['plugins', plugin],
        at: 'key',
        message: `there is no plugin ${JSON.stringify(plugin)}`,
        hint: hintFor(plugin, known),
        reveals: (path) => catalogue.reveals(path),
      }),
    );
}

/**
 * What is wrong with one plugin's settings. Each layer is checked as if it had the last word, so that
 * a bad value in the file is told although a flag hides it. What is missing everywhere is told of the
 * lowest layer, and only when the plugin is enabled.
 */
export function settingProblems(
  plugin: string,
  layers: readonly Layer[],
  catalogue: Catalogue,
): ConfigProblem[] {
  const known = catalogue.plugins.get(plugin);
  if (!known || known.error) return [];
  const base = ['plugins', plugin, 'settings'];
  const given = layers.flatMap((layer) => {
    const value = valueAt(layer.value, base);
    return isObject(value) ? [{ layer, value }] : [];
  });
  const blamed = new Set<string>();
  const problems: ConfigProblem[] = [];
  const blame = (layer: Layer, violation: Violation): void => {
    blamed.add(identify(violation));
    problems.push(asProblem(layer, base, violation, catalogue));
  };
  for (const { layer, value } of given) {
    const others = given.filter((other) => other.layer !== layer).map((other) => other.value);
    const whole = [...others, value].reduce(merge, known.defaults);
    for (const violation of known.validate(whole)) if (concerns(violation, value)) blame(layer, violation);
  }
  const [lowest] = layers;
  if (!lowest || isDisabled(plugin, layers)) return problems;
  const whole = given.map(({ value }) => value).reduce(merge, known.defaults);
  for (const violation of known.validate(whole))
    if (!blamed.has(identify(violation))) blame(lowest, violation);
  return problems;
}

function identify({ pointer, property, message }: Violation): string {
  return JSON.stringify([pointer, property, message]);
}

function isDisabled(plugin: string, layers: readonly Layer[]): boolean {
  const said = layers.map((layer) => valueAt(layer.value, ['plugins', plugin, 'enabled']));
  return said.findLast((one) => one !== undefined) === false;
}

/** Whether a layer's value is what a violation complains about, and not what another one gives or nobody does. */
function concerns(violation: Violation, value: JsonObject): boolean {
  const path = fromPointer(violation.pointer);
  if (violation.property !== undefined) return hasPath(value, [...path, violation.property]);
  return path.length > 0 && hasPath(value, path);
}

function asProblem(layer: Layer, base: Path, violation: Violation, catalogue: Catalogue): ConfigProblem {
  const { property, message, allowed } = violation;
  const place = [...base, ...fromPointer(violation.pointer)];
  const reveals = (path: Path): boolean => catalogue.reveals(path);
  if (property !== undefined) {
    const where = place.length > 0 ? formatPath(place) : 'the configuration';
    const text = `${where} has no ${JSON.stringify(property)}`;
    return layer.problem({
      path: [...place, property],
      at: 'key',
      message: text,
      hint: hintFor(property, allowed),
      reveals,
    });
  }
  const value = valueAt(layer.value, place);
  const hint =
    allowed.length > 0 && typeof value === 'string' ? hintFor(value, allowed) : typeHint(message, value);
  return layer.problem({
    path: place,
    at: 'value',
    message: `${formatPath(place)} ${message}`,
    hint,
    reveals,
  });
}

function typeHint(message: string, value: unknown): string | undefined {
  if (typeof value === 'string' && /must be (boolean|number|integer)/.test(message))
    return 'write it without quotes';
  if (typeof value !== 'object' && message.includes('must be string')) return 'write it in double quotes';
  return undefined;
}
