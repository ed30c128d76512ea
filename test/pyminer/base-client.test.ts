import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyHost } from './shared-host.ts';

const TYPES = ['Type', 'Complex', 'Matrix', 'Vector', 'TimeSeries', 'StateSpace', 'DataFrame', 'Series'];

const COMMON = {
  get_var: true,
  get_all_vars: true,
  get_all_var_names: [...TYPES, 'x', 'y', '变量'],
  get_all_public_var_names: ['x', 'y', '变量'],
  names_left: ['x', '变量'],
};

test('an application of 2020 gets from its BaseClient what it is made for', async () => {
  const host = await emptyHost();
  assert.deepEqual(await host.python('base_client.py', { dialect: 'classic' }), {
    ...COMMON,
    set_var: { message: 'success' },
    set_var_dic: { message: 'success' },
    delete_var: [],
  });
});

test('an application of 2021 gets from its BaseClient what it is made for', async () => {
  const host = await emptyHost();
  assert.deepEqual(await host.python('base_client.py', { dialect: 'named' }), {
    ...COMMON,
    set_var: { message: 'succeeded' },
    set_var_dic: { message: 'succeeded' },
    delete_var: 'y',
    get_vars: { t: 'text', n: 1.5 },
    get_all_var_names_of_type: { string: ['变量', 't'], numeric: ['n'], array: [], table: [] },
    unknown: 'ValueError: variable nope not found!',
  });
});
