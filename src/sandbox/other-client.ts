/** What another client does in between: the edits of a fault plan. */
import type { Answer } from './call.ts';
import type { EditFault } from './faults.ts';
import { type JsonObject, mergePatch } from './json.ts';
import type { Client, Document } from './model.ts';
import type { Org } from './org.ts';
import { lives } from './references.ts';
import { routeOf } from './routes.ts';
import { ONLY, SINGLETONS } from './singletons.ts';
import { stands } from './templates.ts';

const OTHER: Client = {
  id: '0dd0c1e7-0000-4000-8000-000000000001',
  secret: '',
  name: 'another client',
  grants: [{ permissions: ['*'], divisions: ['*'] }],
};

interface Place {
  readonly path: string;
  readonly document: Document;
}

/**
 * Carries an edit out, in the middle of a request to the path `asked`.
 * @throws PlatformError or Error when the object is not there, or when the org refuses the edit
 */
export function editAsOther(org: Org, { edit }: EditFault, asked: string): void {
  if (edit.create) request(org, 'POST', edit.path ?? asked, edit.create);
  const { patch } = edit;
  if (patch === undefined && !edit.delete) return;
  const place = edit.path === undefined ? placeAsked(org, asked) : placeNamed(org, edit.path, edit);
  if (edit.delete) request(org, 'DELETE', `${place.path}/${place.document.id}`);
  else if (patch) patchDocument(org, place, patch);
}

/** The object that a path names, or below which it lies. */
function placeAsked(org: Org, asked: string): Place {
  const settings = org.all(asked).find(({ id }) => id === ONLY) ?? unwritten(asked);
  if (settings) return { path: asked, document: settings };
  const parts = asked.split('/');
  for (let end = parts.length - 1; end > 0; end -= 1) {
    const path = parts.slice(0, end).join('/');
    const document = org.get(path, decodeURIComponent(parts[end] ?? ''));
    if (document) return { path, document };
  }
  throw new Error('the request is about no object that is there');
}

function placeNamed(org: Org, path: string, { name, id }: EditFault['edit']): Place {
  const fitting = org
    .all(path)
    .filter(
      (document) =>
        lives(document) &&
        (id === undefined || document.id === id) &&
        (name === undefined || document.name === name || document.email === name),
    );
  const [found = unwritten(path)] = fitting;
  if (found && fitting.length <= 1) return { path, document: found };
  const wanted = name ?? id;
  const called = wanted === undefined ? '' : ` called ${wanted}`;
  throw new Error(`${found ? 'several objects' : 'no object'}${called} at ${path}`);
}

/** Settings that are at their defaults. */
function unwritten(path: string): Document | undefined {
  const singleton = SINGLETONS.find((one) => stands(one.path, path));
  return singleton && { ...structuredClone({ ...singleton.defaults, ...singleton.grown }), id: ONLY };
}

function request(org: Org, method: string, path: string, body?: JsonObject): Answer {
  const route = routeOf(method, path);
  if (!route) throw new Error(`${method} ${path} is not served`);
  const { operation, params, handler } = route;
  const call = { org, operation, path, params, query: new Map(), body, client: OTHER };
  return handler({ ...call, violate: () => undefined });
}

function patchDocument(org: Org, { path, document }: Place, patch: JsonObject): void {
  org.edit(({ collections }) => {
    const documents = collections[path] ?? {};
    documents[document.id] = { ...mergePatch(document, patch), id: document.id };
    collections[path] = documents;
  });
}
