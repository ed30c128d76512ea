/** Translations that plugins add: locale → text → translated text. */
export class Translations {
  readonly #tables = new Map<string, Map<string, string>>();
  /** The locale in use, such as `en` or `zh_CN`. */
  locale = 'en';

  /** Adds texts of one locale; later ones win. */
  add(locale: string, texts: Readonly<Record<string, string>>): void {
    const table = this.#tables.get(locale) ?? new Map<string, string>();
    for (const [text, translated] of Object.entries(texts)) table.set(text, translated);
    this.#tables.set(locale, table);
  }

  /** The text in the locale in use; itself when nobody translated it. */
  translate(text: string): string {
    return this.#tables.get(this.locale)?.get(text) ?? text;
  }
}
