/** Writes the page of the reference about the guarantees. */
import { writeFileSync } from 'node:fs';
import { GUARANTEES_FILE, guaranteesPage } from '../test/guarantees/page.ts';

writeFileSync(GUARANTEES_FILE, guaranteesPage());
