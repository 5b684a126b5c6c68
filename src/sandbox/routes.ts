/** Which handler answers which operation: one generic set for the collections, and a few of their own. */
import findMyWay from 'find-my-way';
import type { Call, Handler } from './call.ts';
import { COLLECTIONS, type Collection, collectionAt } from './collections.ts';
import { type Method, type Operation, placeOf, servedOperations } from './contract.ts';
import { queryAudits } from './handlers/audits.ts';
import { deleteDivision, listDeleted, moveObjects, readHome, restoreDivision } from './handlers/divisions.ts';
import * as documents from './handlers/documents.ts';
import {
  headToken,
  listPermittedDivisions,
  readOrganization,
  readSubject,
  readToken,
} from './handlers/me.ts';
import * as queues from './handlers/queues.ts';
import * as users from './handlers/users.ts';
import { SCRIPTS } from './paths.ts';

export interface Route {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly handler: Handler;
}

type Place = `${Method} /${string}`;

const published: Collection = {
  ...collectionAt(SCRIPTS),
  hidden: ({ publishedDate }) => publishedDate === undefined,
};

const SPECIAL: Readonly<Record<Place, Handler>> = {
  'DELETE /api/v2/authorization/divisions/{}': deleteDivision,
  'DELETE /api/v2/routing/queues/{}': queues.deleteQueue,
  'DELETE /api/v2/routing/queues/{}/members/{}': queues.deleteMember,
  'DELETE /api/v2/routing/queues/{}/wrapupcodes/{}': queues.deleteQueueWrapupCode,
  'DELETE /api/v2/users/{}/routingskills/{}': users.deleteUserSkill,
  'GET /api/v2/authorization/divisions/deleted': listDeleted,
  'GET /api/v2/authorization/divisions/home': readHome,
  'GET /api/v2/authorization/divisionspermitted/paged/me': listPermittedDivisions,
  'GET /api/v2/authorization/subjects/me': readSubject,
  'GET /api/v2/groups/{}/individuals': users.listIndividuals,
  'GET /api/v2/organizations/me': readOrganization,
  'GET /api/v2/routing/queues/{}/members': queues.listMembers,
  'GET /api/v2/routing/queues/{}/wrapupcodes': queues.listQueueWrapupCodes,
  'GET /api/v2/scripts/published': (call) => documents.list(call, published),
  'GET /api/v2/scripts/published/{}': (call) =>
    documents.read(call, { ...published, unreadable: ({ publishedDate }) => publishedDate === undefined }),
  'GET /api/v2/tokens/me': readToken,
  'GET /api/v2/users/me': users.readUserMe,
  'GET /api/v2/users/{}/routingskills': users.listUserSkills,
  'HEAD /api/v2/tokens/me': headToken,
  'PATCH /api/v2/routing/queues/{}/members/{}': queues.patchMember,
  'PATCH /api/v2/users/{}/routingskills/bulk': users.patchUserSkills,
  'POST /api/v2/audits/query/realtime': queryAudits,
  'POST /api/v2/authorization/divisions/{}/objects/{}': moveObjects,
  'POST /api/v2/authorization/divisions/{}/restore': restoreDivision,
  'POST /api/v2/routing/queues/{}/members': queues.postMembers,
  'POST /api/v2/routing/queues/{}/wrapupcodes': queues.postQueueWrapupCodes,
  'POST /api/v2/users/{}/routingskills': users.postUserSkill,
  'PUT /api/v2/users/{}/routingskills/bulk': users.putUserSkills,
};

const GENERIC: readonly (readonly [
  Method,
  string,
  (call: Call, collection: Collection) => ReturnType<Handler>,
])[] = [
  ['GET', '', documents.list],
  ['POST', '', documents.create],
  ['GET', '/{}', documents.read],
  ['PUT', '/{}', documents.replace],
  ['PATCH', '/{}', documents.patch],
  ['DELETE', '/{}', documents.remove],
];

function handlersByPlace(): Map<string, Handler> {
  const generic = COLLECTIONS.flatMap((collection) =>
    GENERIC.map(([method, below, handle]): [string, Handler] => [
      `${method} ${collection.path}${below}`,
      (call) => handle(call, collection),
    ]),
  );
  return new Map([...generic, ...Object.entries(SPECIAL)]);
}

function createRouter() {
  const router = findMyWay({ maxParamLength: 500 });
  const handlers = handlersByPlace();
  for (const operation of servedOperations()) {
    const { method, path } = operation;
    const handler = handlers.get(`${method} ${placeOf(path)}`);
    if (!handler) throw new Error(`${method} ${path} is served, but nothing handles it`);
    router.on(method, path.replaceAll(/\{([^}]+)\}/g, ':$1'), () => undefined, { operation, handler });
  }
  return router;
}

const router = createRouter();

/** The route of a request, or undefined where the sandbox serves none. */
export function routeOf(method: string, path: string): Route | undefined {
  if (!isMethod(method)) return undefined;
  const found = router.find(method, path);
  if (!found) return undefined;
  const { operation, handler }: Omit<Route, 'params'> = found.store;
  return { operation, handler, params: found.params };
}

function isMethod(method: string): method is Method {
  return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method);
}
