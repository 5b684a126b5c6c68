/** The e-mail of Harbour Bank: domains, routes to queues and flows, and the answering addresses of queues. */
import { addTo, idOf, refTo } from '../build.ts';
import type { JsonObject } from '../json.ts';
import type { OrgState } from '../model.ts';
import { EMAIL_DOMAINS, EMAIL_SETTINGS, FLOWS, INTEGRATIONS, LANGUAGES, QUEUES, SKILLS } from '../paths.ts';

const MAIN = 'mail.harbour.example';
const SUBDOMAIN = 'harbour.mypurecloud.com';

/** Route, domain, sender, queue (null leads to a flow), flow, skill. */
const ROUTE_ROWS: readonly (readonly [string, string, string, string | null, string, string | null])[] = [
  ['hello', MAIN, 'Harbour Bank', 'E-mail Inbox', 'E-mail triage', 'E-mail writing'],
  ['cards', MAIN, 'Harbour Cards', null, 'Cards e-mail', null],
  ['complaints', MAIN, 'Harbour Complaints', 'Complaints', 'E-mail triage', 'Complaints'],
  ['test', SUBDOMAIN, 'Harbour Test', null, 'E-mail triage', null],
];

/** Adds integrations, domains and routes; the queue of a route answers from that route's address. */
export function addEmail(state: OrgState): void {
  addIntegration(state, 'Harbour SMTP', 'custom-smtp-server');
  addIntegration(state, 'Shared mailbox', 'exchange-imap');
  const authorizedDomains = { outbound: ['harbour.example'] };
  const domains = {
    allowOutboundToAnyDomainAcd: false,
    allowExistingEmailParticipants: true,
    authorizedDomains,
  };
  addTo(state, EMAIL_SETTINGS, { name: 'Bank-wide', domains });
  const mailFromSettings = { mailFromDomain: 'bounce.harbour.example', status: 'VERIFIED', records: [] };
  addTo(state, EMAIL_DOMAINS, {
    id: MAIN,
    name: MAIN,
    subDomain: false,
    mxRecordStatus: 'VALID',
    mailFromSettings,
    customSMTPServer: refTo(INTEGRATIONS, 'Harbour SMTP'),
  });
  addTo(state, EMAIL_DOMAINS, { id: SUBDOMAIN, name: SUBDOMAIN, subDomain: true, mxRecordStatus: 'VALID' });
  for (const row of ROUTE_ROWS) addRoute(state, row);
}

function addIntegration(state: OrgState, name: string, type: string): void {
  const integrationType = { id: type, name: type };
  const reportedState = { code: 'ACTIVE', effective: 'Active' };
  addTo(state, INTEGRATIONS, { name, intendedState: 'ENABLED', integrationType, reportedState });
}

function addRoute(
  state: OrgState,
  [pattern, domain, fromName, queue, flow, skill]: (typeof ROUTE_ROWS)[number],
): void {
  const routes = `${EMAIL_DOMAINS}/${domain}/routes`;
  const id = idOf(routes, pattern);
  const target: JsonObject =
    queue === null
      ? { flow: refTo(FLOWS, flow) }
      : { queue: refTo(QUEUES, queue), spamFlow: refTo(FLOWS, flow) };
  addTo(state, routes, {
    id,
    pattern,
    fromName,
    ...target,
    skills: skill === null ? [] : [refTo(SKILLS, skill)],
    language: refTo(LANGUAGES, 'English - Written'),
    replyEmailAddress: { domain: { id: domain }, route: { id } },
  });
  const answering = state.collections[QUEUES]?.[idOf(QUEUES, queue ?? '')];
  if (answering) answering.outboundEmailAddress = { domain: { id: domain }, route: { id } };
}
