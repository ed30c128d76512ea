import { PyGlobal, PyObject, PyTuple, type PyValue } from '../values.ts';
import { PyCounter, PyDefaultDict, PyDeque, PyOrderedDict } from '../values-collections.ts';
import { isInteger, type KnownLibrary, type Maker, type TagFields } from './known-type.ts';

function entriesOf(value: PyValue | undefined): [PyValue, PyValue][] | undefined {
  if (value === undefined) return [];
  if (value instanceof Map) return [...value];
  if (!Array.isArray(value)) return undefined;
  const entries: [PyValue, PyValue][] = [];
  for (const pair of value) {
    if (!Array.isArray(pair) || pair.length !== 2) return undefined;
    entries.push([pair[0], pair[1]]);
  }
  return entries;
}

const orderedDict: Maker = ([items, ...rest]) => {
  const entries = entriesOf(items);
  return entries === undefined || rest.length > 0 ? undefined : new PyOrderedDict(entries);
};

const counter: Maker = ([items, ...rest]) =>
  rest.length === 0 && (items === undefined || items instanceof Map) ? new PyCounter(items ?? []) : undefined;

const defaultDict: Maker = ([factory = null, items, ...rest]) => {
  const entries = entriesOf(items);
  if (entries === undefined || rest.length > 0) return undefined;
  return factory === null || factory instanceof PyGlobal ? new PyDefaultDict(factory, entries) : undefined;
};

const deque: Maker = ([items = [], maxLength = null, ...rest]) => {
  if (!Array.isArray(items) || rest.length > 0 || !(maxLength === null || isInteger(maxLength)))
    return undefined;
  const made = new PyDeque();
  made.maxLength = maxLength;
  for (const item of items) made.push(item);
  return made;
};

function withPairs(name: string, args: PyValue[], map: Map<PyValue, PyValue>): PyObject {
  const object = new PyObject(new PyGlobal('collections', name), args);
  object.pairs = [...map].flat();
  return object;
}

const pairs = (map: Map<PyValue, PyValue>) => [...map].map(([key, value]) => [key, value]);

function entries(fields: TagFields): [PyValue, PyValue][] {
  const found = entriesOf(fields.list('items') as PyValue);
  if (found === undefined) throw fields.wrong('items must be [key, value] pairs');
  return found;
}

export const collections: KnownLibrary = {
  makers: {
    'collections.OrderedDict': orderedDict,
    'collections.Counter': counter,
    'collections.defaultdict': defaultDict,
    'collections.deque': deque,
  },
  types: [
    {
      tag: 'ordereddict',
      class: PyOrderedDict,
      fields: (value: PyOrderedDict) => ({ items: pairs(value) }),
      make: (fields) => new PyOrderedDict(entries(fields)),
      lower: (value: PyOrderedDict) => withPairs('OrderedDict', [], value),
    },
    {
      tag: 'counter',
      class: PyCounter,
      fields: (value: PyCounter) => ({ items: pairs(value) }),
      make: (fields) => new PyCounter(entries(fields)),
      lower: (value: PyCounter) => withPairs('Counter', [], value),
    },
    {
      tag: 'defaultdict',
      class: PyDefaultDict,
      fields: (value: PyDefaultDict) => ({ factory: value.factory, items: pairs(value) }),
      make: (fields) => {
        const factory = fields.get('factory');
        if (factory !== null && !(factory instanceof PyGlobal))
          throw fields.wrong('factory must be a global or null');
        return new PyDefaultDict(factory, entries(fields));
      },
      lower: (value: PyDefaultDict) => withPairs('defaultdict', [value.factory], value),
    },
    {
      tag: 'deque',
      class: PyDeque,
      fields: (value: PyDeque) => ({ items: [...value], maxlen: value.maxLength }),
      make: (fields) => {
        const made = deque([[...fields.list('items')], fields.get('maxlen')], undefined);
        if (!(made instanceof PyDeque)) throw fields.wrong('maxlen must be an integer or null');
        return made;
      },
      lower: (value: PyDeque) => {
        const args = value.maxLength === null ? [] : [new PyTuple(), value.maxLength];
        const object = new PyObject(new PyGlobal('collections', 'deque'), args);
        object.items = [...value];
        return object;
      },
    },
  ],
};
