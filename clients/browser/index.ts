/** The door of the client for browsers: what a page needs to share variables with others. */
export * from './client.ts';
export * from './values.ts';
