import type { TestEvent } from './test-event.ts';

const OUTPUT_CHARACTERS = 4000;

/** One test that failed: its name after those of the suites around it, and what it threw. */
export interface Failure {
  readonly name: readonly string[];
  readonly error: string;
}

/** What came of a file of tests, gathered while its process runs. */
export class FileOutcome {
  readonly file: string;
  readonly failures: Failure[] = [];
  /** What the runner noted, such as an error after the end of a test. */
  readonly notes: string[] = [];
  passed = 0;
  skipped = 0;
  /** How long it took. */
  seconds = 0;
  /** What ended its process, if not that its tests were over: an exit code, a signal, or that its time was over. */
  end: string | undefined;
  #output = '';
  readonly #began = performance.now();
  readonly #running = new Set<string>();

  constructor(file: string) {
    this.file = file;
  }

  /** The last 4,000 characters of what the file printed. */
  get output(): string {
    return this.#output;
  }

  /** The tests that have begun and have not ended. */
  get running(): readonly string[] {
    return [...this.#running].map((key) => key.slice(key.indexOf(' ') + 1));
  }

  get tests(): number {
    return this.passed + this.failures.length;
  }

  /** Whether each of its tests passed, and the process went on, or ended well. */
  get succeeded(): boolean {
    return this.end === undefined && this.failures.length === 0;
  }

  print(text: string): void {
    this.#output = (this.#output + text).slice(-OUTPUT_CHARACTERS);
  }

  /** Is over. */
  finish(): void {
    this.seconds = (performance.now() - this.#began) / 1000;
  }

  add(event: TestEvent): void {
    switch (event.type) {
      case 'begun':
        this.#running.add(`${event.nesting} ${event.name}`);
        break;
      case 'ended':
        this.#running.delete(`${event.nesting} ${event.name}`);
        break;
      case 'passed':
        this.passed += 1;
        if (event.skipped) this.skipped += 1;
        break;
      case 'failed':
        this.failures.push(event);
        break;
      case 'noted':
        this.notes.push(event.message);
    }
  }
}
