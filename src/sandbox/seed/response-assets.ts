/** The files that the responses of Harbour Bank send along. */
import { addTo, refTo } from '../build.ts';
import type { OrgState } from '../model.ts';
import { DIVISIONS, RESPONSE_ASSETS, USERS } from '../paths.ts';
import { contentOf } from '../response-assets.ts';

/** Name, division, content. */
const ASSET_ROWS: readonly (readonly [string, string, string])[] = [
  ['Card terms.pdf', 'Cards', '%PDF-1.4 terms of cards'],
  ['Logo.png', 'Home', '\u0089PNG of the bank'],
  ['Fees.pdf', 'Home', '%PDF-1.4 fees'],
];

/** Adds the files; one is in a response. */
export function addResponseAssets(state: OrgState): void {
  for (const [name, division, content] of ASSET_ROWS) {
    addTo(state, RESPONSE_ASSETS, {
      name,
      division: refTo(DIVISIONS, division),
      createdBy: refTo(USERS, 'rosa.diaz@harbour.example'),
      dateCreated: '2025-02-03T04:05:06.789Z',
      dateModified: '2025-02-03T04:05:06.789Z',
      ...contentOf(name, Buffer.from(content, 'latin1')),
    });
  }
}
