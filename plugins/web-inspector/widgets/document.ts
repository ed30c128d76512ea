import { createHash } from 'node:crypto';
import type { WidgetBundle } from './bundle.ts';

/** An HTML document and the headers that go with it. */
export interface PanelDocument {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What every panel looks like before its own styles; the colours come from the page. */
const STYLE = `:root{color-scheme:light dark}
*,*::before,*::after{box-sizing:border-box}
body{margin:0;padding:8px;background:var(--surface,Canvas);color:var(--text,CanvasText);font:14px/1.45 system-ui,sans-serif}
button,input,select,textarea{color:inherit;font:inherit;background:var(--field,Field);border:1px solid var(--outline,GrayText);border-radius:4px}
:focus-visible{outline:2px solid var(--accent,Highlight)}
.headframe-error{color:var(--danger,#b3261e);white-space:pre-wrap}`;

/**
 * The document of a panel's frame. By its own policy (Content Security Policy 3) it is sandboxed to an
 * opaque origin whoever opens it, runs the given script alone, and loads nothing from anywhere.
 */
export function panelDocument(title: string, { script, style }: WidgetBundle): PanelDocument {
  const source = `\n${forScriptElement(script)}\n`;
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeText(title)}</title>
<style>${STYLE}</style>
<style>${forStyleElement(style)}</style></head>
<body><div id="root"></div><script type="module">${source}</script></body></html>
`;
  return { html, headers: headersFor(source) };
}

/** The document that stands in for a panel which cannot be shown. */
export function errorDocument(title: string, message: string): PanelDocument {
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeText(title)}</title><style>${STYLE}</style></head>
<body><p class="headframe-error" role="alert">${escapeText(message)}</p></body></html>
`;
  return { html, headers: headersFor(undefined) };
}

function headersFor(script: string | undefined): Record<string, string> {
  const hash = script && createHash('sha256').update(script).digest('base64');
  const policy = [
    "default-src 'none'",
    hash ? `script-src 'sha256-${hash}'` : "script-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-scripts',
  ];
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy.join('; '),
    'X-Frame-Options': 'SAMEORIGIN',
    'X-DNS-Prefetch-Control': 'off',
  };
}

/** In a script element `<!--` and `</script` have a meaning of their own; in code they stand in texts alone. */
function forScriptElement(script: string): string {
  return script.replaceAll('<!--', '\\x3C!--').replaceAll(/<(?=\/?script)/gi, '\\x3C');
}

function forStyleElement(style: string): string {
  return style.replaceAll(/<(?=\/style)/gi, '\\3c ');
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
