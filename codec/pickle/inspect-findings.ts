import type { AbstractListener } from './abstract-machine.ts';
import type { AbstractValue, CallValue, ImportValue } from './abstract-value.ts';
import type { OpcodeName } from './opcodes.ts';
import type { ImportPolicy, Permission } from './policy.ts';

const MAX_IMPORTS = 1000;
const MAX_REASONS = 20;

/** Something that a pickle imports. */
export interface PickleImport {
  readonly module: string;
  readonly name: string;
  called: boolean;
}

/** Judges by a policy what an abstract run tells it. */
export class Findings implements AbstractListener {
  readonly imports: PickleImport[] = [];
  readonly reasons: string[] = [];
  isUnknown = false;
  isForeign = false;
  readonly #policy: ImportPolicy;
  readonly #byName = new Map<string, PickleImport>();

  constructor(policy: ImportPolicy) {
    this.#policy = policy;
  }

  imported(value: ImportValue, offset: number): void {
    this.#note(value);
    if (value.name.includes('.'))
      this.opaque(`${nameOf(value)} reaches into an import by a dotted name`, offset);
    else if (!this.#permits(value, 'reference')) this.#foreign(`imports ${nameOf(value)}`, offset);
  }

  called(callee: AbstractValue, args: AbstractValue, offset: number): void {
    if (callee.type !== 'import') {
      this.opaque(`Calls ${describe(callee)}`, offset);
      return;
    }
    this.#note(callee).called = true;
    if (!this.#permits(callee, 'call')) this.#foreign(`calls ${nameOf(callee)}`, offset);
    else if (callee.module === '_codecs' && callee.name === 'encode') this.#checkEncode(args, offset);
    else if (callee.module === 'copyreg' && callee.name === '_reconstructor')
      this.#checkReconstructor(args, offset);
  }

  changed(target: AbstractValue, opcode: OpcodeName, offset: number): void {
    if (target.type === 'container' && opcode !== 'BUILD') return;
    const permission = opcode === 'BUILD' ? 'build' : 'fill';
    const made = target.type === 'call' ? madeBy(target) : undefined;
    if (made === undefined) this.opaque(`${opcode} changes ${describe(target)}`, offset);
    else if (!this.#permits(made, permission))
      this.#foreign(`${opcode} changes the result of ${nameOf(made)}`, offset);
  }

  opaque(what: string, offset: number): void {
    this.isUnknown = true;
    this.#reason(what, offset);
  }

  /** Other codecs than Latin-1 run other code: `zip`, `rot13` and whatever the reader has registered. */
  #checkEncode(args: AbstractValue, offset: number): void {
    const [text, codec] = itemsOf(args);
    const plain = text?.type === 'text' && codec?.type === 'text' && codec.text === 'latin1';
    if (!plain) this.opaque('Calls _codecs.encode with anything but a literal and "latin1"', offset);
  }

  /** Protocols 0 and 1 write `object.__new__(cls)` as `copyreg._reconstructor(cls, object, None)`. */
  #checkReconstructor(args: AbstractValue, offset: number): void {
    const made = reconstructed(args);
    if (made === undefined) this.opaque('Calls copyreg._reconstructor in an unusual way', offset);
    else if (!this.#permits(made, 'call')) this.#foreign(`calls ${nameOf(made)}`, offset);
    else this.#note(made).called = true;
  }

  #permits({ module, name }: ImportValue, permission: Permission): boolean {
    return this.#policy.permits(module, name, permission);
  }

  #note(value: ImportValue): PickleImport {
    const key = `${value.module}\n${value.name}`;
    const known = this.#byName.get(key);
    if (known) return known;
    const found = { module: value.module, name: value.name, called: false };
    if (this.imports.length < MAX_IMPORTS) {
      this.#byName.set(key, found);
      this.imports.push(found);
    }
    return found;
  }

  #foreign(what: string, offset: number): void {
    this.isForeign = true;
    this.#reason(`The policy does not permit that it ${what}`, offset);
  }

  #reason(what: string, offset: number): void {
    if (this.reasons.length < MAX_REASONS) this.reasons.push(`${what} (at byte ${offset})`);
  }
}

/** What a call's result is an instance of, as far as permissions go; `undefined` when that is not an import. */
function madeBy({ callee, args }: CallValue): ImportValue | undefined {
  if (callee.type !== 'import') return undefined;
  return callee.module === 'copyreg' && callee.name === '_reconstructor' ? reconstructed(args) : callee;
}

function reconstructed(args: AbstractValue): ImportValue | undefined {
  const [made, base, state] = itemsOf(args);
  const usual = base?.type === 'import' && base.module === 'builtins' && base.name === 'object';
  const stateless = state?.type === 'plain' && state.pythonType === 'NoneType';
  return made?.type === 'import' && usual && stateless ? made : undefined;
}

function itemsOf(value: AbstractValue): readonly AbstractValue[] {
  return value.type === 'tuple' ? (value.items ?? []) : [];
}

function nameOf({ module, name }: ImportValue): string {
  return `${module}.${name}`;
}

function describe(value: AbstractValue): string {
  if (value.type === 'import') return `the import ${nameOf(value)} itself`;
  if (value.type === 'call')
    return value.callee.type === 'import' ? `the result of ${nameOf(value.callee)}` : 'a result';
  return value.type === 'plain' && value.pythonType === undefined
    ? 'an unknown value'
    : `a ${value.type} value`;
}
