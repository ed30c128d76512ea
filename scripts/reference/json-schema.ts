/** What the pages read of a JSON Schema (draft 7). */
export interface JsonSchema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly $ref?: string;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

/** A property, by its dotted path. */
export interface SchemaRow {
  readonly path: string;
  readonly type: string;
  readonly description: string;
  readonly isRequired: boolean;
}

/** All properties of a schema with what is inside them, each with its dotted path; `<name>` stands for any key. */
export function schemaRows(root: JsonSchema): SchemaRow[] {
  return rowsOf(root, root, '');
}

function rowsOf(schema: JsonSchema, root: JsonSchema, above: string): SchemaRow[] {
  const named = Object.entries(schema.properties ?? {}).filter(([name]) => !name.startsWith('$'));
  const others = typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
  return [...named, ...others.map((one) => ['<name>', one] as const)].flatMap(([name, property]) => {
    const path = above === '' ? name : `${above}.${name}`;
    const meant = resolveReference(property, root);
    const description = property.description ?? meant.description ?? '';
    const isRequired = schema.required?.includes(name) ?? false;
    return [{ path, type: typeOf(property, root), description, isRequired }, ...rowsOf(meant, root, path)];
  });
}

/** The type of a value in words, with its bounds: `integer, 0 to 65535`, `any` or `data-only`. */
export function typeOf(schema: JsonSchema, root: JsonSchema = schema): string {
  const meant = resolveReference(schema, root);
  const choices = meant.oneOf ?? meant.anyOf;
  if (choices) return [...new Set(choices.map((one) => typeOf(one, root)))].join(' or ');
  if (meant.const !== undefined) return `\`${JSON.stringify(meant.const)}\``;
  if (meant.enum) return meant.enum.map((one) => `\`${String(one)}\``).join(', ');
  const types = [meant.type ?? 'any'].flat();
  const items = types.includes('array') && meant.items ? ` of ${typeOf(meant.items, root)}` : '';
  return `${types.join(' or ')}${items}${bounds(meant)}`;
}

function bounds({ minimum, maximum, maxLength }: JsonSchema): string {
  if (minimum !== undefined && maximum !== undefined) return `, ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `, from ${minimum}`;
  if (maximum !== undefined) return `, up to ${maximum}`;
  return maxLength === undefined ? '' : `, up to ${maxLength} characters`;
}

function resolveReference(schema: JsonSchema, { definitions = {} }: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema;
  return definitions[schema.$ref.split('/').at(-1) ?? ''] ?? schema;
}
