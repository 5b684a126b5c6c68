/** E-mail domains that are refused although they were made, and routes that are not found at first. */
import type { Answer, Call } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { badRequest, notFound } from '../errors.ts';
import { EMAIL_DOMAINS, EMAIL_ROUTES } from '../paths.ts';
import { concrete, create, read } from './documents.ts';

/** Regions that disagree make the platform refuse a domain that it has just made. Source: CX as Code 1.84.1. */
export function createDomain(call: Call): Answer {
  const answer = create(call, collectionAt(EMAIL_DOMAINS));
  if (call.org.switches.emailDomainCreate === 'answered') return answer;
  throw badRequest('The inbound domain already exists');
}

/** A new route may not be found by the first who looks for it. */
export function readRoute(call: Call): Answer {
  const routes = concrete(call, collectionAt(EMAIL_ROUTES));
  const id = Object.values(call.params).at(-1) ?? '';
  if (call.org.unready.delete(`${routes.path}/${id}`)) throw notFound();
  return read(call, routes);
}
