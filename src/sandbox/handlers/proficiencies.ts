/** The skills and languages of users: read, assigned one by one or in bulk, taken away. */
import { type Answer, type Call, type Handler, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { badField, badRequest, notFound, unknownReference } from '../errors.ts';
import { at, idIn, type Json } from '../json.ts';
import type { Document } from '../model.ts';
import { numberedPage } from '../paging.ts';
import { USERS } from '../paths.ts';
import { type Proficiency, proficienciesOf, proficienciesPath, renderProficiency } from '../proficiencies.ts';
import { lives } from '../references.ts';
import { arrayBody, objectBody } from './body.ts';
import { found, foundToChange, note } from './documents.ts';

const MAX_PAGE = 100;
const MAX_BATCH = 50;
const MAX_PROFICIENCY = 5;

const users = collectionAt(USERS);

type Work = (call: Call, kind: Proficiency) => Answer;

/** The handler of one kind. */
export function of(kind: Proficiency, work: Work): Handler {
  return (call) => work(call, kind);
}

/** Those of a user by name, with proficiency. */
export const list: Work = (call, kind) => {
  const user = found(call, users, param(call, 'userId'));
  return { body: page(call, kind, user) };
};

function page(call: Call, kind: Proficiency, user: Document): Json {
  return numberedPage(call, proficienciesOf(call.org, kind, user.id), MAX_PAGE, (one) => one);
}

/** Adds one or changes its proficiency. */
export const add: Work = (call, kind) => {
  const user = foundToChange(call, users, param(call, 'userId'));
  const body = objectBody(call, { mode: 'create', seen: undefined });
  const [one] = checked(call, kind, [body]);
  if (one) assign(call, kind, user, [one]);
  return { body: renderProficiency(call.org, kind, user.id, one ?? user) };
};

/** Adds some or changes their proficiency; the others stay. */
export const merge: Work = (call, kind) => bulk(call, kind, () => undefined);

/** Replaces all of a user. */
export const replace: Work = (call, kind) =>
  bulk(call, kind, (user) => {
    const path = proficienciesPath(kind, user.id);
    for (const { id } of call.org.all(path)) call.org.remove(path, id);
  });

function bulk(call: Call, kind: Proficiency, prepare: (user: Document) => void): Answer {
  const user = foundToChange(call, users, param(call, 'userId'));
  const elements = arrayBody(call, proficienciesOf(call.org, kind, user.id));
  if (elements.length > MAX_BATCH) throw badRequest(`At most ${MAX_BATCH} entries are allowed in a request.`);
  const wanted = checked(call, kind, elements);
  prepare(user);
  assign(call, kind, user, wanted);
  return { body: page(call, kind, user) };
}

function checked({ org }: Call, kind: Proficiency, elements: readonly Json[]): Document[] {
  return elements.map((element) => {
    const id = idIn(element) ?? '';
    if (!lives(org.get(kind.from, id))) throw unknownReference('id', id);
    return { id, proficiency: proficiencyOf(element) };
  });
}

function proficiencyOf(element: Json): number {
  const proficiency = at(element, 'proficiency');
  if (typeof proficiency === 'number' && proficiency >= 0 && proficiency <= MAX_PROFICIENCY)
    return proficiency;
  throw badField('proficiency', `The proficiency must be between 0 and ${MAX_PROFICIENCY}.`);
}

function assign(call: Call, { part, ...kind }: Proficiency, user: Document, held: readonly Document[]): void {
  const path = proficienciesPath({ part, ...kind }, user.id);
  for (const one of held) call.org.put(path, one);
  note(call, users, user, {
    action: 'Update',
    before: {},
    after: { [part]: held.map((one) => ({ ...one })) },
  });
}

/** Changes the proficiency of one that the user has; 404 for others. */
export const change: Work = (call, kind) => {
  const { user, one } = held(call, kind);
  const seen = renderProficiency(call.org, kind, user.id, one);
  const body = objectBody(call, { mode: 'merge', seen });
  const next = { ...one, proficiency: proficiencyOf({ ...one, ...body }) };
  assign(call, kind, user, [next]);
  return { body: renderProficiency(call.org, kind, user.id, next) };
};

/** Takes one off a user; 404 for one that is not held. */
export const remove: Work = (call, kind) => {
  const { user, one } = held(call, kind);
  call.org.remove(proficienciesPath(kind, user.id), one.id);
  note(call, users, user, { action: 'Update', before: { [kind.part]: [one] }, after: {} });
  return {};
};

function held(call: Call, kind: Proficiency): { user: Document; one: Document } {
  const user = foundToChange(call, users, param(call, 'userId'));
  const id = Object.values(call.params).at(-1) ?? '';
  const one = call.org.get(proficienciesPath(kind, user.id), id);
  if (!one) throw notFound();
  return { user, one };
}
