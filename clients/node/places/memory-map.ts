/**
 * Maps the first bytes of a file into memory, for as long as the `ArrayBuffer` is reachable. Throws when the
 * system refuses.
 *
 * - `private`: what is written into it stays in this process, and is not written to the file.
 * - `shared`: what others write to the file is seen. It must not be written into.
 */
export type MapFile = (fd: number, length: number, sharing: 'private' | 'shared') => ArrayBuffer;

/** Of `mmap(2)`; the same on Linux, macOS and the BSDs. */
const PROT_READ = 1;
const PROT_WRITE = 2;
const MAP_SHARED = 1;
const MAP_PRIVATE = 2;
/** Takes no memory in advance for what might be written into it. */
const MAP_NORESERVE = process.platform === 'linux' ? 0x4000 : 0x40;
const FAILED = 2n ** 64n - 1n;
const PLATFORMS: readonly string[] = ['linux', 'darwin'];

let loading: Promise<MapFile | undefined> | undefined;
let loaded: MapFile | undefined;

/** The function, when {@link loadMapFile} has found it. */
export function loadedMapFile(): MapFile | undefined {
  return loaded;
}

/** Finds the function, once; nothing where the optional package koffi is not installed, or has no binary. */
export function loadMapFile(): Promise<MapFile | undefined> {
  loading ??= PLATFORMS.includes(process.platform) ? load() : Promise.resolve(undefined);
  return loading;
}

async function load(): Promise<MapFile | undefined> {
  try {
    const { default: koffi } = await import('koffi');
    const library = koffi.load(null);
    const mmap = library.func('void *mmap(void *, size_t, int, int, int, int64_t)');
    const munmap = library.func('int munmap(void *, size_t)');
    const unmapped = new FinalizationRegistry<{ address: bigint; length: number }>(({ address, length }) => {
      munmap(address, length);
    });
    loaded = (fd, length, sharing) => {
      const isPrivate = sharing === 'private';
      const protection = isPrivate ? PROT_READ | PROT_WRITE : PROT_READ;
      const flags = isPrivate ? MAP_PRIVATE | MAP_NORESERVE : MAP_SHARED;
      const address: bigint = mmap(null, length, protection, flags, fd, 0);
      if (address === FAILED) throw new Error(`mmap of ${length} bytes failed: errno ${koffi.errno()}`);
      const bytes = koffi.view(address, length);
      unmapped.register(bytes, { address, length });
      return bytes;
    };
    return loaded;
  } catch {
    // The package is optional: without it files are read.
    return undefined;
  }
}
