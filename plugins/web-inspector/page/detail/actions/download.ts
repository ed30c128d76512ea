/** How long a browser may take to begin a download, in milliseconds. */
const HELD_MS = 60_000;

/** Hands bytes to the browser as a file. */
export function download(file: string, pieces: readonly Uint8Array[]): void {
  const url = URL.createObjectURL(new Blob([...pieces] as BlobPart[]));
  const link = document.createElement('a');
  link.href = url;
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), HELD_MS);
}
