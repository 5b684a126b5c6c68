/** What another client does in between: the edits of a fault plan. */
import type { Answer } from './call.ts';
import type { EditFault } from './faults.ts';
import { type JsonObject, mergePatch } from './json.ts';
import type { Client, Document } from './model.ts';
import type { Org } from './org.ts';
import { lives } from './references.ts';
import { routeOf } from './routes.ts';
import { SINGLETONS } from './singletons.ts';
import { stands } from './templates.ts';

const OTHER: Client = {
  id: '0dd0c1e7-0000-4000-8000-000000000001',
  secret: '',
  name: 'another client',
  grants: [{ permissions: ['*'], divisions: ['*'] }],
};

/**
 * Carries an edit out.
 * @throws PlatformError or Error when the object is not there, or when the org refuses the edit
 */
export function editAsOther(org: Org, { edit }: EditFault): void {
  if (edit.create) request(org, 'POST', edit.path, edit.create);
  const { patch } = edit;
  if (patch === undefined && !edit.delete) return;
  const document = target(org, edit);
  if (edit.delete) request(org, 'DELETE', `${edit.path}/${document.id}`);
  else if (patch) patchDocument(org, edit.path, document, patch);
}

function target(org: Org, { path, name, id }: EditFault['edit']): Document {
  const fitting = org
    .all(path)
    .filter(
      (document) =>
        lives(document) &&
        (id === undefined || document.id === id) &&
        (name === undefined || document.name === name || document.email === name),
    );
  const [found = unwritten(path)] = fitting;
  if (found && fitting.length <= 1) return found;
  const wanted = name ?? id;
  const called = wanted === undefined ? '' : ` called ${wanted}`;
  throw new Error(`${found ? 'several objects' : 'no object'}${called} at ${path}`);
}

/** Settings that are at their defaults. */
function unwritten(path: string): Document | undefined {
  const singleton = SINGLETONS.find((one) => stands(one.path, path));
  return singleton && { ...structuredClone({ ...singleton.defaults, ...singleton.grown }), id: 'settings' };
}

function request(org: Org, method: string, path: string, body?: JsonObject): Answer {
  const route = routeOf(method, path);
  if (!route) throw new Error(`${method} ${path} is not served`);
  const { operation, params, handler } = route;
  const call = { org, operation, path, params, query: new Map(), body, client: OTHER };
  return handler({ ...call, violate: () => undefined });
}

function patchDocument(org: Org, path: string, document: Document, patch: JsonObject): void {
  org.edit(({ collections }) => {
    const documents = collections[path] ?? {};
    documents[document.id] = { ...mergePatch(document, patch), id: document.id };
    collections[path] = documents;
  });
}
