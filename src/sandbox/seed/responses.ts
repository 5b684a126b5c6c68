/** The canned responses of Harbour Bank. */
import { addTo, refTo } from '../build.ts';
import type { OrgState } from '../model.ts';
import { LIBRARIES, RESPONSE_ASSETS, RESPONSES, USERS } from '../paths.ts';

/** Response, libraries, text. */
const RESPONSE_ROWS: readonly (readonly [string, readonly string[], string])[] = [
  ['Greeting', ['Everyday answers'], 'Good morning, {{name}}.'],
  ['Thanks', ['Everyday answers', 'Letters'], 'Thank you for writing to us.'],
  ['Lost card', ['Cards answers'], 'Your card is blocked. A new one is on its way.'],
  ['Card limit', ['Cards answers'], 'Your limit is {{limit}}.'],
  ['Welcome', ['Private client answers'], 'Welcome to Harbour Private.'],
];

/** Adds responses; one is in two libraries, and one has a schema for what is filled in. */
export function addResponses(state: OrgState): void {
  for (const [name, libraries, content] of RESPONSE_ROWS) {
    const [substitution] = /\w+(?=}})/.exec(content) ?? [];
    addTo(state, RESPONSES, {
      name,
      version: 3,
      createdBy: refTo(USERS, 'rosa.diaz@harbour.example'),
      libraries: libraries.map((library) => refTo(LIBRARIES, library)),
      texts: [{ content, contentType: 'text/plain' }],
      ...(substitution ? { substitutions: [{ id: substitution, defaultValue: '-' }] } : {}),
      ...(name === 'Lost card' ? { assets: [refTo(RESPONSE_ASSETS, 'Card terms.pdf')] } : {}),
      ...(name === 'Card limit' ? { substitutionsSchema: { id: 'limits', title: 'Limits' } } : {}),
    });
  }
}
