import { Binary, codeOf, HeadframeError, messageOf, withTimeout } from 'headframe';
import { pythonJson } from 'headframe/codec';
import { jsonValue } from 'headframe/framed';
import { serverError } from '../errors.ts';
import { jsonAnswer, textAnswer, valueAnswer } from './answer.ts';
import { Arguments } from './arguments.ts';
import { checkDataDescs } from './data-desc.ts';
import type { Route, RouteRequest, Routes } from './route.ts';

/** How long a call of a plugin may take, as PyMiner has it. */
const CALL_MS = 10_000;
/**
 * What clients take for the version of PyMiner's Python: with 3.7 they pickle by protocol 4, and do not try
 * to share memory.
 */
const PYTHON_VERSION = '[3, 7, 0]';
/** The code of what a plugin does not let be called; PyMiner has words for it. */
const NOT_REMOTE = 'NOT_REMOTE';

const version: Route = {
  answer: async () => jsonAnswer(PYTHON_VERSION),
};

const modifySettings: Route = {
  async answer({ message, dispatch }) {
    const changes = new Arguments(await message.takeArguments());
    for (const name of changes.names) await dispatch('set_settings_param', [name, changes.json(name)]);
    return textAnswer('Succeeded!');
  },
  failed: (_, status) => textAnswer('Failed!', status),
};

/** PyMiner's own answer is not JSON, and its client raises an error. */
const getSettings: Route = {
  async answer({ dispatch }) {
    const { settings } = await dispatch<{ settings: object }>('get_settings', []);
    return jsonAnswer(pythonJson(jsonValue(settings, 'settings')));
  },
};

const getStyleSheet: Route = {
  async answer({ dispatch }) {
    const { style_sheet: text } = await dispatch<{ style_sheet: string }>('get_style_sheet', []);
    return textAnswer(text);
  },
};

/**
 * PyMiner's shell tells here which variables it has, by descriptions: its values are its own. The workspace has the
 * values themselves, and describes them, so these are checked and nothing is kept.
 */
const setData: Route = {
  async answer({ message }) {
    checkDataDescs(await message.takeArguments());
    return jsonAnswer(pythonJson({ status: 'succeeded' }));
  },
  failed: (error, status) => jsonAnswer(pythonJson({ status: 'failed', error: messageOf(error) }), status),
};

const callInterface: Route = {
  async answer(request) {
    const value = await withTimeout(call(request), CALL_MS, 'the call');
    if (request.parameters.get('request_ret') !== 'True') return textAnswer('Succeeded!');
    return valueAnswer({
      response: value instanceof Binary ? Buffer.concat([...value.chunks()]) : jsonValue(value, 'response'),
    });
  },
  failed: (error, status) => textAnswer(codeOf(error) === NOT_REMOTE ? messageOf(error) : 'Failed!', status),
};

/** The method gets the keyword arguments as one object, when there are any. */
async function call({ message, dispatch }: RouteRequest): Promise<unknown> {
  const given = new Arguments(await message.takeArguments());
  const [plugin, method, kwargs] = [given.text('interface'), given.text('method'), given.json('kwargs')];
  if (typeof kwargs !== 'object' || kwargs === null || Array.isArray(kwargs)) {
    throw serverError('BAD_PARAMS', 'kwargs must be a dict');
  }
  const params = Object.keys(kwargs).length === 0 ? [] : [kwargs];
  try {
    return (await dispatch<{ value: unknown }>('call_interface', [plugin, method, params])).value;
  } catch (error) {
    if (codeOf(error) !== NOT_REMOTE) throw error;
    throw new HeadframeError(NOT_REMOTE, `No Attribute ${method}`, { cause: error });
  }
}

/** What PyMiner's last release asks its main program for, on the server's own port. */
export const HOST_ROUTES: Routes = new Map<string, Route>([
  ['get_python_version_info', version],
  ['modify_settings', modifySettings],
  ['get_settings', getSettings],
  ['get_stylesheet', getStyleSheet],
  ['set_data', setData],
  ['interface_call', callInterface],
]);
