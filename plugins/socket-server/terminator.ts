/** What ends a packet of the text dialects. */
export const TERMINATOR: Buffer = Buffer.from('PMEND', 'latin1');
