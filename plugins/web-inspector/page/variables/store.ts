/** The door of the variables for the rest of the page: what there is, kept up to date, and what is selected. */
export { variables } from './live.ts';
export { selected } from './selection.ts';
