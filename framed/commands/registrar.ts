import type { Commands } from 'headframe';

/** Where a transport registers commands. */
export type Registrar = Pick<Commands, 'register'>;
