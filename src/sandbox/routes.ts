/** Which handler answers which operation: one generic set for the collections, and a few of their own. */
import findMyWay from 'find-my-way';
import type { Call, Handler } from './call.ts';
import { COLLECTIONS, type Collection } from './collections.ts';
import { type Method, type Operation, placeOf, servedOperations } from './contract.ts';
import * as documents from './handlers/documents.ts';
import * as settings from './handlers/singletons.ts';
import { ARCHITECT_ROUTES } from './routes/architect.ts';
import { AUTHORIZATION_ROUTES } from './routes/authorization.ts';
import { CLIENT_ROUTES } from './routes/client.ts';
import { CONTENT_ROUTES } from './routes/content.ts';
import { DIRECTORY_ROUTES } from './routes/directory.ts';
import { FLOW_ROUTES } from './routes/flows.ts';
import { INTEGRATION_ROUTES } from './routes/integrations.ts';
import { OAUTH_ROUTES } from './routes/oauth.ts';
import type { Routes } from './routes/places.ts';
import { ROUTING_ROUTES } from './routes/routing.ts';
import { TABLE_ROUTES } from './routes/tables.ts';
import { TELEPHONY_ROUTES } from './routes/telephony.ts';
import { WEB_ROUTES } from './routes/web.ts';
import { SINGLETONS, type Singleton } from './singletons.ts';

export interface Route {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly handler: Handler;
}

const SPECIAL: Routes = {
  ...ARCHITECT_ROUTES,
  ...AUTHORIZATION_ROUTES,
  ...CLIENT_ROUTES,
  ...CONTENT_ROUTES,
  ...DIRECTORY_ROUTES,
  ...FLOW_ROUTES,
  ...INTEGRATION_ROUTES,
  ...OAUTH_ROUTES,
  ...ROUTING_ROUTES,
  ...TABLE_ROUTES,
  ...TELEPHONY_ROUTES,
  ...WEB_ROUTES,
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

const SETTINGS: readonly (readonly [Method, (call: Call, singleton: Singleton) => ReturnType<Handler>])[] = [
  ['GET', settings.read],
  ['PUT', settings.replace],
  ['PATCH', settings.patch],
  ['DELETE', settings.reset],
];

function handlersByPlace(): Map<string, Handler> {
  const generic = COLLECTIONS.flatMap((collection) =>
    GENERIC.map(([method, below, handle]): [string, Handler] => [
      `${method} ${collection.path}${below}`,
      (call) => handle(call, documents.concrete(call, collection)),
    ]),
  );
  const singletons = SINGLETONS.flatMap((singleton) =>
    SETTINGS.map(([method, handle]): [string, Handler] => [
      `${method} ${singleton.path}`,
      (call) => handle(call, singleton),
    ]),
  );
  return new Map([...generic, ...singletons, ...Object.entries(SPECIAL)]);
}

function createRouter() {
  const router = findMyWay({ maxParamLength: 2500 });
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
