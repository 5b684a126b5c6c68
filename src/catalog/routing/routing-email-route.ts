import type { JsonObject } from '../../json/json.ts';
import type { Complaint, ResourceType } from '../vocabulary.ts';

export const routingEmailRoute = {
  type: 'routing_email_route',
  noun: 'e-mail route',
  calls: {
    list: 'getRoutingEmailDomainRoutes',
    read: 'getRoutingEmailDomainRoute',
    create: 'postRoutingEmailDomainRoutes',
    update: 'putRoutingEmailDomainRoute',
    remove: 'deleteRoutingEmailDomainRoute',
  },
  identity: '/pattern',
  parent: 'routing_email_domain',
  unique: 'parent',
  list: { size: 100, find: 'pattern' },
  references: {
    '/flow': { type: 'flow', where: { type: 'INBOUNDEMAIL' }, noun: 'inbound email flow' },
    '/language': { type: 'routing_language' },
    '/queue': { type: 'routing_queue' },
    '/replyEmailAddress/domain': { type: 'routing_email_domain' },
    '/replyEmailAddress/route': { type: 'routing_email_route', in: 'domain', carries: ['/pattern'] },
    '/skills/*': { type: 'routing_skill' },
    '/spamFlow': { type: 'flow', where: { type: 'INBOUNDEMAIL' }, noun: 'inbound email flow' },
  },
  sets: ['/mailboxFolders', '/skills'],
  lists: { '/autoBcc': { anyOrder: true } },
  // Usually the route itself, which has to be there first.
  later: ['/replyEmailAddress'],
  // The pattern is what it is known by; CX as Code 1.84.1 writes no name beside it (2026-07).
  managed: ['/name'],
  unsupported: {
    '/signature/cannedResponseId':
      'names a canned response without its library, and responses can only be listed library by library',
  },
  remove: { unseen: ['flows'] },
  check: toQueueOrFlow,
} satisfies ResourceType;

/** Source: CX as Code 1.84.1, 2026-07. */
function toQueueOrFlow({ queue, flow }: JsonObject): readonly Complaint[] {
  if (queue === undefined || flow === undefined) return [];
  const message = 'An e-mail route leads to a queue or to a flow, not to both.';
  return [{ path: '/queue', message, hint: 'Clear the other one:  flow: null' }];
}
