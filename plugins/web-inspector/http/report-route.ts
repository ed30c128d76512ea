import type { Notice } from 'headframe/framed';
import { plain } from './refusal.ts';
import type { Route } from './route.ts';
import { REPORT_PATH } from './security-headers.ts';

const LOGGED_CHARACTERS = 1000;

/** Takes what browsers say that a page was kept from: it is counted, and the first of a minute is logged. */
export function reportRoute(counters: { cspReports: number }, notice: Notice): Route {
  return {
    method: 'POST',
    path: REPORT_PATH,
    needs: 'read',
    async answer({ body }) {
      const text = (await body()).toString('utf8').slice(0, LOGGED_CHARACTERS);
      counters.cspReports += 1;
      notice.tell({ report: text }, 'a page was kept from what its security policy forbids');
      return plain(200, 'noted');
    },
  };
}
