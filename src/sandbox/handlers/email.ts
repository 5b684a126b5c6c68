/** E-mail domains and their routes. Source: CX as Code 1.84.1, routing_email_domain and routing_email_route. */
import { randomUUID } from 'node:crypto';
import { type Answer, type Call, first, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { badField, badRequest, conflict, notFound, unknownReference } from '../errors.ts';
import { at, isObject, type JsonObject, textOf } from '../json.ts';
import { MANAGED } from '../judge.ts';
import type { Document } from '../model.ts';
import { numberedPage } from '../paging.ts';
import { EMAIL_DOMAINS, EMAIL_ROUTES } from '../paths.ts';
import { unresolved } from '../references.ts';
import { dropReferences } from '../uses.ts';
import { objectBody } from './body.ts';
import { found, note, rendered } from './documents.ts';

/** What the platform adds to the name of a subdomain of its own, in the region of the sandbox. */
const REGION = 'mypurecloud.com.au';
/** The domain that a route belongs to; no answer shows it. */
const OWNER = 'domainName';
const MAX_PAGE = 100;

const domains = collectionAt(EMAIL_DOMAINS);
const routes = collectionAt(EMAIL_ROUTES);

/** The id of a domain is its name; a subdomain gets the region's domain behind it. */
export function createDomain(call: Call): Answer {
  const { org } = call;
  const body = objectBody(call, { mode: 'create', seen: undefined, references: domains.references });
  const { mailFromSettings: _, ...fields } = body;
  const asked = textOf(fields.id) ?? '';
  const id = fields.subDomain === true ? `${asked}.${REGION}` : asked;
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(asked) || (fields.subDomain === true && asked.includes('.')))
    throw badField('id', `${asked} is not a valid domain name.`);
  if (org.get(EMAIL_DOMAINS, id)) throw badRequest(`The domain ${id} already exists.`);
  const domain = { subDomain: false, ...fields, id, name: id, mxRecordStatus: 'VALID' };
  org.put(EMAIL_DOMAINS, domain);
  note(call, domains, domain, { action: 'Create', after: domain });
  return { body: rendered(call, domains, domain) };
}

/** Changes what is named; neither the name nor whether it is a subdomain can change. */
export function patchDomain(call: Call): Answer {
  const previous = domainOf(call, 'domainId');
  const body = objectBody(call, {
    mode: 'merge',
    seen: asTaken(rendered(call, domains, previous)),
    references: domains.references,
  });
  const next: Document = { ...previous };
  for (const [key, value] of Object.entries(body)) {
    if (value === null) delete next[key];
    else next[key] = key === 'mailFromSettings' && isObject(value) ? { ...value, status: 'PENDING' } : value;
  }
  call.org.put(EMAIL_DOMAINS, next);
  note(call, domains, next, { action: 'Update', before: previous, after: next });
  return { body: rendered(call, domains, next) };
}

/** Without what the platform finds out by itself. */
function asTaken(domain: JsonObject): JsonObject {
  const { mailFromSettings: from, ...rest } = domain;
  const mailFromDomain = isObject(from) ? from.mailFromDomain : undefined;
  return mailFromDomain === undefined ? rest : { ...rest, mailFromSettings: { mailFromDomain } };
}

/** Its routes end with a domain; a domain that others reply from stays. */
export function deleteDomain(call: Call): Answer {
  const { org } = call;
  const domain = domainOf(call, 'domainId');
  for (const route of routesOf(call, domain.id)) deleteOne(call, route);
  org.remove(EMAIL_DOMAINS, domain.id);
  dropReferences(org, EMAIL_DOMAINS, domain.id);
  note(call, domains, domain, { action: 'Delete', before: domain });
  return {};
}

function domainOf(call: Call, name: string): Document {
  return found(call, domains, param(call, name));
}

function routesOf({ org }: Call, domain: string): Document[] {
  return org.listed(EMAIL_ROUTES).filter((route) => route[OWNER] === domain);
}

/** The routes of one domain. */
export function listRoutes(call: Call): Answer {
  const domain = domainOf(call, 'domainName');
  const pattern = first(call.query, 'pattern')?.toLowerCase() ?? '';
  const own = routesOf(call, domain.id)
    .filter((route) => (textOf(route.pattern) ?? '').toLowerCase().includes(pattern))
    .sort((one, other) => (`${one.pattern}` < `${other.pattern}` ? -1 : 1));
  return { body: numberedPage(call, own, MAX_PAGE, (route) => shown(call, route)) };
}

export function readRoute(call: Call): Answer {
  return { body: shown(call, routeOf(call)) };
}

function routeOf(call: Call): Document {
  const domain = domainOf(call, 'domainName');
  const route = call.org.get(EMAIL_ROUTES, param(call, 'routeId'));
  if (route?.[OWNER] !== domain.id) throw notFound();
  return route;
}

function shown(call: Call, route: Document): JsonObject {
  const { [OWNER]: owner, ...full } = rendered(call, routes, route);
  const target = at(full, 'replyEmailAddress', 'route');
  const pattern = isObject(target) ? call.org.get(EMAIL_ROUTES, textOf(target.id) ?? '')?.pattern : undefined;
  if (isObject(target) && pattern !== undefined) target.pattern = pattern;
  return { ...full, selfUri: `${EMAIL_DOMAINS}/${owner}/routes/${route.id}` };
}

export function createRoute(call: Call): Answer {
  const domain = domainOf(call, 'domainName');
  const body = objectBody(call, { mode: 'create', seen: undefined, references: routes.references });
  return storedRoute(call, { historyInclusion: 'Optional', ...body, id: randomUUID() }, domain, undefined);
}

export function replaceRoute(call: Call): Answer {
  const previous = routeOf(call);
  const seen = shown(call, previous);
  const body = objectBody(call, {
    mode: 'replace',
    seen,
    references: routes.references,
    managed: MANAGED,
  });
  const domain = domainOf(call, 'domainName');
  return storedRoute(call, { historyInclusion: 'Optional', ...body, id: previous.id }, domain, previous);
}

function storedRoute(call: Call, route: Document, domain: Document, previous: Document | undefined): Answer {
  const { org } = call;
  const taken = routesOf(call, domain.id).some(
    ({ id, pattern }) => id !== route.id && `${pattern}`.toLowerCase() === `${route.pattern}`.toLowerCase(),
  );
  if (taken) throw conflict(`The route ${route.pattern}@${domain.id} already exists.`);
  if (route.queue !== undefined && route.flow !== undefined)
    throw badField('queue', 'A route has either a queue or a flow.');
  const next = { ...route, status: 'Active', [OWNER]: domain.id };
  const lost = unresolved(org, EMAIL_ROUTES, next, routes.references);
  if (lost) throw unknownReference(lost.pointer.slice(1).replaceAll('/', '.'), lost.id);
  checkReplyAddress(call);
  org.put(EMAIL_ROUTES, next);
  note(call, routes, next, { action: previous ? 'Update' : 'Create', before: previous, after: next });
  return { body: shown(call, next) };
}

/** The route of a reply address must come with its pattern. Source: CX as Code 1.84.1, which reads it for that. */
function checkReplyAddress({ body, org }: Call): void {
  const target = at(body, 'replyEmailAddress', 'route');
  if (!isObject(target)) return;
  const pattern = org.get(EMAIL_ROUTES, textOf(target.id) ?? '')?.pattern;
  if (target.pattern !== pattern)
    throw badField('replyEmailAddress.route', 'The route needs its id and its pattern.');
}

export function deleteRoute(call: Call): Answer {
  deleteOne(call, routeOf(call));
  return {};
}

function deleteOne(call: Call, route: Document): void {
  call.org.remove(EMAIL_ROUTES, route.id);
  dropReferences(call.org, EMAIL_ROUTES, route.id);
  note(call, routes, route, { action: 'Delete', before: route });
}
