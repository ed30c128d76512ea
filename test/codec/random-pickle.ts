import { Op } from '../../codec/pickle/opcodes.ts';
import type { Random } from './random.ts';

/** What lies on the stack of the program that is written: whether it can be a key, and what may be added to it. */
type Item = 'key' | 'list' | 'dict' | 'set' | 'other' | 'mark';

/**
 * Writes random programs that every unpickler accepts: all kinds of PUT and GET with gaps and overwrites, MEMOIZE
 * between them, POP, DUP, POP_MARK, recursive and shared containers, imports and calls under changing protocols,
 * frames, and junk after STOP.
 */
export class RandomPickle {
  readonly #random: Random;
  readonly #opcodes: Buffer[] = [];
  readonly #stack: Item[] = [];
  readonly #memo = new Map<number, Item>();
  #protocol: number;

  constructor(random: Random) {
    this.#random = random;
    this.#protocol = random.oneIn(5) ? 0 : random.below(6);
    if (this.#protocol > 0 || random.oneIn(2)) this.#write(Op.PROTO, this.#protocol);
  }

  write(): Buffer {
    const count = 3 + this.#random.below(60);
    for (let left = count; left > 0; left--) this.#random.pick(this.#moves)();
    this.#finish();
    const junk = this.#random.oneIn(4) ? [Buffer.from('junk.\x80\x04')] : [];
    return Buffer.concat([...this.#framed(), Buffer.from([Op.STOP]), ...junk]);
  }

  readonly #moves: readonly (() => void)[] = [
    () => this.#atom(),
    () => this.#atom(),
    () => this.#atom(),
    () => this.#container(),
    () => this.#container(),
    () => this.#push('mark', Op.MARK),
    () => this.#add(),
    () => this.#add(),
    () => this.#addMany(),
    () => this.#addMany(),
    () => this.#tuple(),
    () => this.#put(),
    () => this.#put(),
    () => this.#put(),
    () => this.#get(),
    () => this.#get(),
    () => this.#duplicate(),
    () => this.#pop(),
    () => this.#call(),
    () => this.#changeProtocol(),
  ];

  #write(...bytes: number[]): void {
    this.#opcodes.push(Buffer.from(bytes));
  }

  #push(item: Item, ...bytes: number[]): void {
    this.#stack.push(item);
    this.#write(...bytes);
  }

  #atom(): void {
    const random = this.#random;
    const text = random.pick(['', 'a', 'key', 'long'.repeat(random.below(90))]);
    const short = text.slice(0, 255);
    const line = (opcode: number, body: string) => this.#push('key', opcode, ...Buffer.from(`${body}\n`));
    random.pick([
      () => this.#push('key', Op.NONE),
      () => this.#push('key', Op.NEWTRUE),
      () => this.#push('key', Op.BININT1, random.below(256)),
      () => this.#push('key', Op.BININT2, random.below(256), random.below(256)),
      () => this.#push('key', Op.BININT, 0x2e, 0x80, 0x2e, random.below(256)),
      () => this.#push('key', Op.LONG1, 2, 0x2e, 0x95),
      () => this.#push('key', Op.BINFLOAT, 0x40, 0x2e, 0, 0, 0, 0, 0, random.below(9)),
      () => line(Op.INT, random.pick(['01', '00', '-17', '46'])),
      () => line(Op.LONG, '-123456789012345678901234567890L'),
      () => line(Op.FLOAT, random.pick(['1.5', '-2e-7', 'inf'])),
      () => line(Op.UNICODE, `${short}\\u2e2e`),
      () => line(Op.STRING, `'${short}'`),
      () => this.#push('key', Op.SHORT_BINUNICODE, short.length, ...Buffer.from(short)),
      () => this.#push('key', Op.BINUNICODE, text.length & 255, text.length >> 8, 0, 0, ...Buffer.from(text)),
      () => this.#push('key', Op.SHORT_BINBYTES, short.length, ...Buffer.from(short)),
      () => this.#push('key', Op.BINBYTES8, 2, 0, 0, 0, 0, 0, 0, 0, 0x2e, 0x94),
      () => this.#push('other', Op.BYTEARRAY8, 1, 0, 0, 0, 0, 0, 0, 0, 0x2e),
    ])();
  }

  #container(): void {
    this.#random.pick([
      () => this.#push('list', Op.EMPTY_LIST),
      () => this.#push('dict', Op.EMPTY_DICT),
      () => this.#push('set', Op.EMPTY_SET),
      () => this.#push('key', Op.EMPTY_TUPLE),
      () => this.#push('mark', Op.MARK),
    ])();
  }

  /** Objects above the topmost mark. */
  #above(): Item[] {
    return this.#stack.slice(this.#stack.lastIndexOf('mark') + 1);
  }

  #add(): void {
    const above = this.#above();
    const [target, key] = above.slice(-3);
    if (above.at(-2) === 'list') {
      this.#stack.length -= 1;
      this.#write(Op.APPEND);
    } else if (above.length >= 3 && target === 'dict' && key === 'key') {
      this.#stack.length -= 2;
      this.#write(Op.SETITEM);
    } else this.#atom();
  }

  /** Closes a mark with whatever fits what lies above and below it. */
  #addMany(): void {
    const at = this.#stack.lastIndexOf('mark');
    if (at < 0) return;
    const above = this.#stack.slice(at + 1);
    const below = this.#stack[at - 1];
    const allKeys = above.every((item) => item === 'key');
    const pairs = above.length % 2 === 0 && above.every((item, place) => place % 2 === 1 || item === 'key');
    const fits: [Item | undefined, number][] = [
      ['list', Op.LIST],
      [allKeys ? 'key' : 'other', Op.TUPLE],
      [undefined, Op.POP_MARK],
    ];
    if (below === 'list') fits.push([undefined, Op.APPENDS], [undefined, Op.APPENDS]);
    if (below === 'dict' && pairs) fits.push([undefined, Op.SETITEMS], [undefined, Op.SETITEMS]);
    if (below === 'set' && allKeys) fits.push([undefined, Op.ADDITEMS], [undefined, Op.ADDITEMS]);
    if (pairs) fits.push(['dict', Op.DICT]);
    if (allKeys) fits.push(['key', Op.FROZENSET]);
    const [item, opcode] = this.#random.pick(fits);
    this.#stack.length = at;
    if (item) this.#stack.push(item);
    this.#write(opcode);
  }

  #tuple(): void {
    const above = this.#above();
    if (above.length === 0) return;
    const length = 1 + this.#random.below(Math.min(3, above.length));
    const items = this.#stack.splice(-length);
    this.#push(items.every((item) => item === 'key') ? 'key' : 'other', Op.TUPLE1 + length - 1);
  }

  #put(): void {
    const top = this.#above().at(-1);
    if (top === undefined) return;
    const random = this.#random;
    const index = random.oneIn(8) ? random.below(100_000) : random.below(12);
    const set = (at: number, ...bytes: number[]) => {
      this.#memo.set(at, top);
      this.#write(...bytes);
    };
    random.pick([
      () => set(this.#memo.size, Op.MEMOIZE),
      () => set(this.#memo.size, Op.MEMOIZE),
      () => set(index & 255, Op.BINPUT, index & 255),
      () => set(index, Op.LONG_BINPUT, index & 255, (index >> 8) & 255, index >> 16, 0),
      () => set(index, Op.PUT, ...Buffer.from(`${index}\n`)),
    ])();
  }

  #get(): void {
    const known = [...this.#memo];
    if (known.length === 0) return;
    const [index, item] = this.#random.pick(known);
    const forms = [
      () => this.#push(item, Op.LONG_BINGET, index & 255, (index >> 8) & 255, (index >> 16) & 255, 0),
      () => this.#push(item, Op.GET, ...Buffer.from(`${index}\n`)),
    ];
    if (index < 256) forms.push(() => this.#push(item, Op.BINGET, index));
    this.#random.pick(forms)();
  }

  #duplicate(): void {
    const top = this.#above().at(-1);
    if (top) this.#push(top, Op.DUP);
  }

  #pop(): void {
    if (this.#stack.length === 0) return;
    this.#stack.pop();
    this.#write(Op.POP);
  }

  /** complex(1, 2), by the name that the protocol in force has for it. */
  #call(): void {
    const module = this.#protocol < 3 ? '__builtin__' : 'builtins';
    const lines = Buffer.from(`${module}\ncomplex\n`);
    const args = [Op.BININT1, 1, Op.BININT1, 2];
    this.#random.pick([
      () => this.#push('key', Op.GLOBAL, ...lines),
      () => this.#push('key', Op.MARK, ...args, Op.INST, ...lines),
      () => this.#push('key', Op.MARK, Op.GLOBAL, ...lines, ...args, Op.OBJ),
      () => this.#push('key', Op.GLOBAL, ...lines, ...args, Op.TUPLE2, Op.REDUCE),
      () =>
        this.#push(
          'key',
          Op.UNICODE,
          ...Buffer.from(`${module}\n`),
          Op.UNICODE,
          ...Buffer.from('complex\n'),
          Op.STACK_GLOBAL,
        ),
    ])();
  }

  #changeProtocol(): void {
    if (!this.#random.oneIn(10)) return;
    this.#protocol = this.#random.below(6);
    this.#write(Op.PROTO, this.#protocol);
  }

  /** Leaves one object on the stack and no mark. */
  #finish(): void {
    while (this.#stack.includes('mark')) this.#addMany();
    while (this.#stack.length > 1) this.#pop();
    if (this.#stack.length === 0) this.#atom();
  }

  /** The opcodes, some runs of them in frames. */
  #framed(): Buffer[] {
    if (!this.#random.oneIn(2)) return this.#opcodes;
    const [head = Buffer.alloc(0), ...rest] = this.#opcodes;
    const framed = [head];
    while (rest.length > 0) {
      const run = Buffer.concat(rest.splice(0, 1 + this.#random.below(20)));
      const frame = Buffer.alloc(9, 0);
      frame[0] = Op.FRAME;
      frame.writeUInt32LE(run.length, 1);
      framed.push(...(this.#random.oneIn(3) ? [] : [frame]), run);
    }
    return framed;
  }
}
