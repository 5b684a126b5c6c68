/** How Harbour Bank is written to, and how much an agent is given at once. */
import { addTo, idOf, refTo } from '../build.ts';
import { MEDIA } from '../handlers/utilization.ts';
import type { OrgState } from '../model.ts';
import {
  EMAIL_DOMAINS,
  EMAIL_ROUTES,
  QUEUES,
  SKILLS,
  SMS_ADDRESSES,
  UTILIZATION,
  UTILIZATION_LABELS,
} from '../paths.ts';

const DOMAIN = 'mail.harbour.example';

/** Pattern, sender and queue of each route. */
const ROUTE_ROWS: readonly (readonly [string, string, string])[] = [
  ['help', 'Harbour Bank', 'E-mail Inbox'],
  ['cards', 'Harbour Cards', 'Cards'],
  ['complaints', 'Harbour Complaints', 'Complaints'],
];

/** Adds e-mail domains and routes, SMS addresses, utilization and its labels. */
export function addMail(state: OrgState): void {
  for (const [id, subDomain] of [
    [DOMAIN, false],
    ['harbour.mypurecloud.com.au', true],
  ] as const) {
    addTo(state, EMAIL_DOMAINS, { id, name: id, subDomain, mxRecordStatus: 'VALID' });
  }
  for (const [pattern, fromName, queue] of ROUTE_ROWS) {
    const id = idOf(EMAIL_ROUTES, pattern);
    addTo(state, EMAIL_ROUTES, {
      id,
      domainName: DOMAIN,
      pattern,
      fromName,
      fromEmail: `${pattern}@${DOMAIN}`,
      queue: refTo(QUEUES, queue),
      ...(pattern === 'complaints' ? { skills: [refTo(SKILLS, 'Complaints')] } : {}),
      replyEmailAddress: { domain: { id: DOMAIN }, route: { id } },
      historyInclusion: 'Optional',
      status: 'Active',
    });
  }
  addTo(state, SMS_ADDRESSES, {
    name: 'Head office',
    street: '1 Harbour Street',
    city: 'Sydney',
    region: 'NSW',
    postalCode: '2000',
    countryCode: 'AU',
    validated: true,
  });
  for (const name of ['System Default Label', 'VIP', 'Back office']) addTo(state, UTILIZATION_LABELS, name);
  const label = (name: string, maximumCapacity: number, interruptedBy: readonly string[]) =>
    [
      idOf(UTILIZATION_LABELS, name),
      {
        maximumCapacity,
        interruptingLabelIds: interruptedBy.map((other) => idOf(UTILIZATION_LABELS, other)),
      },
    ] as const;
  addTo(state, UTILIZATION, {
    id: 'org',
    utilization: Object.fromEntries(
      MEDIA.map(([kind, maximumCapacity]) => [
        kind,
        { maximumCapacity, interruptableMediaTypes: [], includeNonAcd: false },
      ]),
    ),
    labelUtilizations: Object.fromEntries([
      label('System Default Label', 1, []),
      label('VIP', 2, []),
      label('Back office', 1, ['VIP']),
    ]),
    maxInboundCalls: 1,
  });
}
