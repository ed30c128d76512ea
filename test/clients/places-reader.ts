/** Reads the array `a` and, often, the number `n`; prints what it found as JSON. Argument: the host's address. */
import { createHash } from 'node:crypto';
import { connect } from '../../clients/node/index.ts';
import { loadMapFile } from '../../clients/node/places/memory-map.ts';

const READS = 100;

await using client = await connect(process.argv[2]);
const array = await client.get<Float64Array>('a');
const numbers = new Set<number>();
for (let read = 0; read < READS; read++) numbers.add(await client.get<number>('n'));
const sum = createHash('sha256').update(array).digest('hex');
const isMapping = (await loadMapFile()) !== undefined;
console.log(JSON.stringify({ sum, numbers: [...numbers], isMapping }));
