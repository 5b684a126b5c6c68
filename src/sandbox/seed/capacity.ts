/** How much the agents of Harbour Bank handle at once, and the addresses behind its text messages. */
import { addTo, idOf } from '../build.ts';
import type { OrgState } from '../model.ts';
import { LABELS, SMS_ADDRESSES, USERS, UTILIZATION } from '../paths.ts';
import { keptOf, ONLY, userUtilizationPath } from '../utilization.ts';
import { KNOWN } from './people.ts';

const LABEL_NAMES: readonly string[] = ['Fraud', 'VIP', 'Back office'];

/** Name, street, city, state, postcode. */
const ADDRESS_ROWS: readonly (readonly [string, string, string, string, string])[] = [
  ['Sydney Head Office', '1 Harbour Street', 'Sydney', 'NSW', '2000'],
  ['Brisbane Contact Centre', '20 Wharf Road', 'Brisbane', 'QLD', '4000'],
  ['Perth Branch', '7 Swan Terrace', 'Perth', 'WA', '6000'],
];

function media(maximumCapacity: number, ...interruptableMediaTypes: string[]) {
  return { maximumCapacity, interruptableMediaTypes, includeNonAcd: false };
}

function label(maximumCapacity: number, ...interrupting: string[]) {
  return { maximumCapacity, interruptingLabelIds: interrupting.map((name) => idOf(LABELS, name)) };
}

/** Adds labels, utilization of the org and of one user, and addresses. */
export function addCapacity(state: OrgState): void {
  for (const name of LABEL_NAMES) addTo(state, LABELS, name);
  const utilization = keptOf({
    utilization: {
      call: media(1),
      callback: media(1),
      chat: media(3),
      email: media(2, 'call'),
      message: media(4),
    },
    labelUtilizations: {
      [idOf(LABELS, 'VIP')]: label(1),
      [idOf(LABELS, 'Back office')]: label(6, 'Fraud', 'VIP'),
    },
  });
  addTo(state, UTILIZATION, { ...utilization, id: ONLY });
  addTo(state, userUtilizationPath(idOf(USERS, KNOWN[4] ?? '')), {
    id: ONLY,
    utilization: { email: media(5) },
    labelUtilizations: { [idOf(LABELS, 'Fraud')]: label(1) },
  });
  for (const [name, street, city, region, postalCode] of ADDRESS_ROWS)
    addTo(state, SMS_ADDRESSES, { name, street, city, region, postalCode, countryCode: 'AU' });
}
