/** Divisions beyond create, read and replace: home, deleting and restoring, moving objects into them. */
import { type Answer, type Call, param } from '../call.ts';
import { COLLECTIONS, collectionAt } from '../collections.ts';
import { objectCounts } from '../divisions.ts';
import { badField, badRequest, notFound } from '../errors.ts';
import { dropGrants } from '../grants.ts';
import { idIn, textOf } from '../json.ts';
import { MANAGED } from '../judge.ts';
import type { Document } from '../model.ts';
import { stamped } from '../org.ts';
import { numberedPage } from '../paging.ts';
import { DIVISIONS } from '../paths.ts';
import { demandPermission, demandSight } from '../permissions.ts';
import { lives } from '../references.ts';
import { idBatch, objectBody } from './body.ts';
import { found, note, refuseDuplicate, rendered } from './documents.ts';

const DELETED = `${DIVISIONS}/deleted`;
const MAX_PAGE = 100;
const MAX_MOVES = 100;

const divisions = collectionAt(DIVISIONS);

/** The home division, whatever it is called. */
export function readHome(call: Call): Answer {
  return { body: rendered(call, divisions, call.org.homeDivision()) };
}

/** Refused for the home division and while a division has objects. Source: CX as Code, whose retry matches this text. */
export function deleteDivision(call: Call): Answer {
  const { org } = call;
  const division = found(call, divisions, param(call, 'divisionId'));
  if (division.homeDivision === true) throw badRequest('The home division may not be deleted.');
  const occupied = Object.keys(objectCounts(org, division.id)).length > 0 || org.lately(division.id);
  if (occupied) throw badRequest(`Scope '${division.id}' may not be deleted because it has objects in it.`);
  org.remove(DIVISIONS, division.id);
  org.put(DELETED, division);
  dropGrants(org, division.id);
  note(call, divisions, division, { action: 'Delete', before: division });
  return {};
}

/** Deleted divisions, which can be restored. */
export function listDeleted(call: Call): Answer {
  return {
    body: numberedPage(call, call.org.all(DELETED), MAX_PAGE, (division) =>
      rendered(call, divisions, division),
    ),
  };
}

/** Brings a deleted division back under its id, with the name of the body; refused when that is taken. */
export function restoreDivision(call: Call): Answer {
  const { org } = call;
  const deleted = org.get(DELETED, param(call, 'divisionId'));
  if (!deleted) throw notFound();
  const { name, description } = objectBody(call, {
    mode: 'merge',
    seen: rendered(call, divisions, deleted),
    managed: MANAGED,
  });
  const division = {
    ...deleted,
    name: name ?? deleted.name ?? '',
    ...(description === undefined ? {} : { description }),
  };
  refuseDuplicate(call, divisions, division);
  org.remove(DELETED, division.id);
  org.put(DIVISIONS, division);
  note(call, divisions, division, { action: 'Create', after: division });
  return { body: rendered(call, divisions, division) };
}

/** Moves objects of one type into the division. All of them must exist before any is moved. */
export function moveObjects(call: Call): Answer {
  const { org } = call;
  const division = found(call, divisions, param(call, 'divisionId'));
  const collection = COLLECTIONS.find(({ move }) => move?.type === param(call, 'objectType'));
  const ids = idBatch(call, MAX_MOVES);
  if (!collection?.move) throw unknownType(call);
  const documents = ids.map((id) => org.get(collection.path, id));
  for (const document of documents)
    demandMove(call, collection.path, collection.move.permission, document, division);
  for (const document of documents) {
    if (!document || idIn(document.division) === division.id) continue;
    const moved = { ...stamped(document, org.now()), division: { id: division.id } };
    org.put(collection.path, moved);
    note(call, collection, document, { action: 'Update', before: document, after: moved });
  }
  return { status: 204 };
}

function demandMove(
  call: Call,
  path: string,
  right: string,
  document: Document | undefined,
  division: Document,
): void {
  if (!lives(document)) throw notFound();
  demandSight(call, path, document);
  if (call.org.switches.moveNeeds === 'both') demandPermission(call, right, idIn(document.division) ?? '');
  demandPermission(call, right, division.id);
}

/** A type that the service does not know is refused with the list of those it knows; one without objects here, too. */
function unknownType({ operation, params }: Call): Error {
  const types = operation.parameters.find(({ name }) => name === 'objectType')?.shape.enum ?? [];
  const type = textOf(params.objectType) ?? '';
  if (types.includes(type)) return notFound();
  return badField(
    'objectType',
    `Value [${type}] is not valid for field type [ObjectType]. Allowable values are: ${types.join(', ')}`,
    'invalid.value',
  );
}
