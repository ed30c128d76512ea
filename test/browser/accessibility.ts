import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { RunOnly } from 'axe-core';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.1, levels A and AA, and what axe-core holds for good practice. */
const ALL: RunOnly = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] };
/** Those of them that look at colours. */
const COLOURS: RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/**
 * What axe-core finds wrong with what a page shows, in light colours and in dark ones: each rule that is broken, and
 * by what.
 */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(SOURCE);
  const light = await run(page, ALL);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await run(page, COLOURS);
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark.map((problem) => `in dark colours, ${problem}`)];
}

async function run(page: Page, rules: RunOnly): Promise<string[]> {
  return page.evaluate(async (runOnly): Promise<string[]> => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    // A panel's frame lets nobody look into it.
    const { violations } = await axe.run({ runOnly, iframes: false, resultTypes: ['violations'] });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html}\n  ${failureSummary}`),
    );
  }, rules);
}

/** Fails when axe-core finds something wrong with what a page shows, in light colours or dark ones. */
export async function assertAccessible(page: Page, what: string): Promise<void> {
  assert.deepEqual(await accessibilityProblems(page), [], what);
}
