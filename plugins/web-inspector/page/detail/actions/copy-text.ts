import { addToast } from '../../ui/toasts.ts';

/** Puts a text into the clipboard, and says so; `what` names it. */
export async function copyText(what: string, text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    addToast({ text: `${what} was copied` });
  } catch (error) {
    const message = `The browser does not let the page copy: ${String(error)}`;
    addToast({ error: { code: 'CLIPBOARD', message, remedy: 'Allow the page to use the clipboard.' } });
  }
}
