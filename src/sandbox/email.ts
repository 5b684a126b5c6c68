/** What is special about e-mail domains and their routes. Source, unless said otherwise: CX as Code 1.84.1. */
import type { Call } from './call.ts';
import { badField, badRequest, conflict } from './errors.ts';
import { at, idIn, type JsonObject, textOf, withDefaults } from './json.ts';
import { GROWN_FIELD } from './judge.ts';
import type { Document } from './model.ts';
import { EMAIL_DOMAINS } from './paths.ts';

/** A field of an API newer than the contract. */
export const CREATED_DOMAIN: JsonObject = {
  mxRecordStatus: 'NOT_AVAILABLE',
  'x-future': { tls: 'required' },
};

/** The id of a new domain is its name; a subdomain gets the suffix of the region. */
export function domainId({ id, subDomain }: JsonObject, { org }: Call): string {
  const name = textOf(id) ?? '';
  return subDomain === true ? `${name}.${org.switches.subDomainSuffix}` : name;
}

/** A create takes name and kind alone; everything else waits for a PATCH. */
export function acceptDomain(body: JsonObject, previous: Document | undefined, call: Call): JsonObject {
  if (previous !== undefined) return body;
  const { id = '', subDomain = false, [GROWN_FIELD]: grown, ...rest } = body;
  for (const key of Object.keys(rest))
    call.violate(
      'ignored-change',
      `/${key}`,
      `${key} is not taken by a create; the platform ignores it silently`,
    );
  return { id, subDomain, ...(grown === undefined ? {} : { [GROWN_FIELD]: grown }) };
}

/** Throws for a domain that exists already. The text is the platform's. */
export function checkDomain(next: JsonObject, previous: Document | undefined, call: Call): void {
  if (previous === undefined && call.org.get(EMAIL_DOMAINS, domainId(next, call)))
    throw badRequest('The inbound domain already exists');
}

/** The domain under its name. */
export function fillDomain(domain: Document): Document {
  return { subDomain: false, ...domain, name: domain.id };
}

/** Throws for a domain that has routes, where that matters. */
export function guardDomain({ id }: Document, { org }: Call): void {
  const routes = org.all(`${EMAIL_DOMAINS}/${id}/routes`);
  if (routes.length > 0 && org.switches.usedEmailDomainDelete === 'refused')
    throw conflict(`The domain ${id} has ${routes.length} routes.`);
}

/** The domain, without its mail record where that is not asked for. */
export function renderDomain(
  { mxRecordStatus, ...domain }: Document,
  _org: unknown,
  expand: readonly string[],
): Document {
  const status = mxRecordStatus === undefined || expand.includes('-status') ? {} : { mxRecordStatus };
  return { ...domain, id: domain.id, ...status };
}

/** What the server says of a new route. The last is a field of an API newer than the contract. */
export const CREATED_ROUTE: JsonObject = { status: 'Active', 'x-future': { spamScore: 'standard' } };

/** The route with the server's defaults. */
export function fillRoute(route: Document): Document {
  const filled = withDefaults(route, { historyInclusion: 'Optional', allowMultipleActions: false });
  return { ...filled, id: route.id };
}

/** Throws where queue and flow are both named, or a reply address without its pattern. */
export function checkRoute(next: JsonObject, _previous: unknown, { body }: Call): void {
  if (idIn(next.queue) !== undefined && idIn(next.flow) !== undefined)
    throw badField('flow', 'A route leads either to a queue or to a flow.');
  const reply = at(body, 'replyEmailAddress', 'route');
  if (idIn(reply) !== undefined && textOf(at(reply, 'pattern')) === undefined)
    throw badField('replyEmailAddress.route.pattern', 'The pattern of the reply route is required.');
}
