/** To be imported first: the package koffi cannot be found, as where it was not installed. */
import { register } from 'node:module';

const hook = `export function resolve(name, context, next) {
  if (name === 'koffi') throw Object.assign(new Error('no koffi'), { code: 'ERR_MODULE_NOT_FOUND' });
  return next(name, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
