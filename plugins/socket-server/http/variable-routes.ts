import { setImmediate } from 'node:timers/promises';
import { type Binary, codeOf } from 'headframe';
import { encodePickle, lowerProtocol } from 'headframe/codec';
import { serverError } from '../errors.ts';
import { type Pickled, pickleAnswer, textAnswer, valueAnswer } from './answer.ts';
import { Arguments } from './arguments.ts';
import { type Described, pickleDataDescs } from './data-desc.ts';
import type { Route, RouteRequest, Routes } from './route.ts';

/** Who writes, for those who are told: PyMiner's word for a client that is not its own shell. */
const PROVIDER = 'external';
const HIGHEST_PROTOCOL = 5;
/** Variables read between two turns of the event loop. */
const TURN = 100;
/** By a filter's name the type of `get_all_var_names_of_type`; nothing for all. */
const TYPES: ReadonlyMap<string, string | undefined> = new Map([
  ['', undefined],
  ['dataframe', 'table'],
  ['table', 'table'],
  ['array', 'array'],
  ['numeric', 'numeric'],
  ['string', 'string'],
]);

const NONE: Uint8Array = encodePickle(null);

const getData: Route = {
  async answer(request) {
    const given = new Arguments(await request.message.takeArguments());
    const read = given.flag('preview') ? readPreview : readValue;
    const found = new Map<string, Pickled>();
    for (const name of given.texts('var_names')) {
      found.set(name, await orNone(read(request, name)));
      if (found.size % TURN === 0) await setImmediate();
    }
    return pickleAnswer(found);
  },
};

async function readValue({ dispatch, parameters }: RouteRequest, name: string): Promise<Pickled> {
  const { value } = await dispatch<{ value: Binary }>('get_var', [name, 'pickle']);
  const [only, ...more] = value.chunks();
  if (only === undefined || more.length > 0)
    return { byteLength: value.byteLength, chunks: () => value.chunks() };
  return lowerProtocol(only, Number(parameters.get('protocol') ?? HIGHEST_PROTOCOL));
}

async function readPreview({ dispatch }: RouteRequest, name: string): Promise<Pickled> {
  const { metadata } = await dispatch<{ metadata: Described }>('get_metadata', [name]);
  return encodePickle(metadata.preview);
}

/** Clients get None for a variable that there is not. */
async function orNone(reading: Promise<Pickled>): Promise<Pickled> {
  try {
    return await reading;
  } catch (error) {
    if (codeOf(error) !== 'NOT_FOUND') throw error;
    return NONE;
  }
}

/** As by `write_var_dic`, each variable by itself: what cannot be written is named. */
const setData: Route = {
  async answer({ message, dispatch }) {
    const params = [await message.takePickle(), PROVIDER];
    const { skipped } = await dispatch<{ skipped?: ReadonlyMap<string, string> }>('write_var_dic', params);
    if (skipped === undefined) return textAnswer('set succeeded!');
    const left = [...skipped].map(([name, code]) => `${name} (${code})`).join(', ');
    throw serverError('BAD_PARAMS', `all were set but for ${left}`);
  },
};

const getVarNames: Route = {
  async answer({ message, dispatch }) {
    const filter = new Arguments(await message.takeArguments()).text('type_filter');
    if (!TYPES.has(filter)) {
      const known = [...TYPES.keys()].map((name) => JSON.stringify(name)).join(', ');
      throw serverError('BAD_PARAMS', `type_filter is one of ${known}, not ${JSON.stringify(filter)}`);
    }
    const type = TYPES.get(filter);
    const { var_names: names } = await (type === undefined
      ? dispatch<{ var_names: string[] }>('get_all_public_variable_names', [])
      : dispatch<{ var_names: string[] }>('get_all_var_names_of_type', [type]));
    return valueAnswer({ var_names: names });
  },
};

const deleteVariables: Route = {
  async answer({ message, dispatch }) {
    const names = new Arguments(await message.takeArguments()).texts('var_names');
    await dispatch('delete_variable', [names, PROVIDER]);
    return textAnswer('succeeded!');
  },
};

const getDataDescs: Route = {
  async answer({ dispatch }) {
    const { metadata } = await dispatch<{ metadata: ReadonlyMap<string, Described> }>('get_all_metadata', []);
    return pickleAnswer([['data_descs', await pickleDataDescs(metadata)]]);
  },
};

/** No block of shared memory has such a name, and a client that finds none asks for the values themselves. */
const notShared: Route = {
  answer: async () => textAnswer('Failed: memory is not shared by HTTP', 501),
};

const endShared: Route = {
  answer: async ({ message }) => textAnswer(`Failed.shm ${message.takeText()} not exist.`, 404),
};

/** What PyMiner's last release asks its shell for, on a port of its own; it cannot run commands here. */
export const VARIABLE_ROUTES: Routes = new Map<string, Route>([
  ['get_data', getData],
  ['set_data', setData],
  ['get_var_names', getVarNames],
  ['delete_variables', deleteVariables],
  ['get_data_descs', getDataDescs],
  ['start_share_variables', notShared],
  ['set_variables_shared', notShared],
  ['end_share_variables', endShared],
]);
