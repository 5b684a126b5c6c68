/** Deleting queues; their members and their wrap-up codes. Source: CX as Code 1.84.1, routing_queue. */
import { type Answer, type Call, first, flag, param } from '../call.ts';
import { collectionAt, collectionFor } from '../collections.ts';
import { badField, conflict, notFound, unknownReference } from '../errors.ts';
import { type JsonObject, textOf } from '../json.ts';
import type { Document } from '../model.ts';
import { numberedPage, uncountedPage } from '../paging.ts';
import { QUEUES, USERS, WRAPUP_CODES } from '../paths.ts';
import { groupMemberIds, membersPath, ringsOf } from '../queues.ts';
import { lives, referenceTo } from '../references.ts';
import { referrers } from '../uses.ts';
import { idBatch, objectBody } from './body.ts';
import { found, foundToChange, note, remove, rendered } from './documents.ts';

const MAX_PAGE = 100;
const MAX_BATCH = 100;
const MAX_RING = 6;

const queues = collectionAt(QUEUES);
const wrapupCodes = collectionAt(WRAPUP_CODES);

/** A queue that others refer to goes only with `forceDelete=true`; their references to it are then dropped. */
export function deleteQueue(call: Call): Answer {
  const queue = foundToChange(call, queues, param(call, 'queueId'));
  const users = referrers(call.org, QUEUES, queue.id);
  const refused = call.org.switches.usedQueueDelete === 'refused' && !flag(call.query, 'forceDelete');
  const [user] = users;
  const kind = collectionFor(user?.path ?? '')?.entity.toLowerCase() ?? 'object';
  if (refused && user) throw conflict(`The queue is referenced by the ${kind} ${user.document.id}`);
  return remove(call, queues);
}

/** Members in both ways of being one: added as a user, or through a group of the queue. */
export function listMembers(call: Call): Answer {
  const queue = found(call, queues, param(call, 'queueId'));
  const own = call.org.all(membersPath(queue.id)).map((member) => ({ ...member, memberBy: 'user' }));
  const ownIds = new Set(own.map(({ id }) => id));
  const others = [...groupMemberIds(call.org, queue)].filter((id) => !ownIds.has(id));
  const grouped = others.map((id) => ({ id, ringNumber: 1, joined: true, memberBy: 'group' }));
  const members = [...own, ...grouped]
    .map((member) => renderMember(call, queue, member))
    .filter((member) => wanted(call, member));
  const name = (member: JsonObject) => (textOf(member.name) ?? '').toLowerCase();
  members.sort((one, other) => (name(one) < name(other) ? -1 : 1));
  return { body: uncountedPage(call, members, MAX_PAGE, (member) => member) };
}

function renderMember(call: Call, queue: Document, member: Document): JsonObject {
  const user = call.org.get(USERS, member.id);
  return {
    ...member,
    name: user?.name ?? '',
    user: { ...referenceTo(call.org, USERS, member.id), email: user?.email ?? '' },
    routingStatus: { userId: member.id, status: 'OFF_QUEUE' },
    selfUri: `${membersPath(queue.id)}/${member.id}`,
  };
}

function wanted({ query }: Call, member: JsonObject): boolean {
  const name = first(query, 'name')?.toLowerCase() ?? '';
  const memberBy = first(query, 'memberBy') ?? member.memberBy;
  const joined = query.has('joined') ? flag(query, 'joined') : member.joined;
  return (
    (textOf(member.name) ?? '').toLowerCase().includes(name) &&
    member.memberBy === memberBy &&
    member.joined === joined
  );
}

/** Adds members, or removes them with `delete=true`; who is one already, or is none, stays so without an error. */
export function postMembers(call: Call): Answer {
  const queue = foundToChange(call, queues, param(call, 'queueId'));
  const ids = idBatch(call, MAX_BATCH);
  const path = membersPath(queue.id);
  const before = { members: call.org.all(path).map(({ id }) => id) };
  if (flag(call.query, 'delete')) for (const id of ids) call.org.remove(path, id);
  else addMembers(call, queue, ids);
  const after = { members: call.org.all(path).map(({ id }) => id) };
  note(call, queues, queue, { action: 'Update', before, after });
  return {};
}

function addMembers(call: Call, queue: Document, ids: readonly string[]): void {
  const viaGroup = groupMemberIds(call.org, queue);
  for (const id of ids) {
    if (!lives(call.org.get(USERS, id))) throw unknownReference('id', id);
    if (viaGroup.has(id)) throw badField('id', `The user ${id} is a member of the queue through a group.`);
  }
  const path = membersPath(queue.id);
  for (const id of ids.filter((one) => call.org.get(path, one) === undefined)) {
    call.org.put(path, { id, ringNumber: 1, joined: true });
    if (call.org.switches.newMemberPatch === 'missingOnce') call.org.unready.add(`${path}/${id}`);
  }
}

/** Rings start at 1; above the queue's bullseye rings there is none. */
export function patchMember(call: Call): Answer {
  const queue = foundToChange(call, queues, param(call, 'queueId'));
  const path = membersPath(queue.id);
  const id = param(call, 'memberId');
  const member = call.org.unready.delete(`${path}/${id}`) ? undefined : call.org.get(path, id);
  if (!member) throw notFound();
  const body = objectBody(call, {
    mode: 'merge',
    seen: renderMember(call, queue, { ...member, memberBy: 'user' }),
  });
  const { ringNumber = member.ringNumber ?? 1, joined = member.joined ?? true } = body;
  const rings = ringsOf(queue).length || MAX_RING;
  if (typeof ringNumber !== 'number' || ringNumber < 1 || ringNumber > rings) {
    throw badField('ringNumber', `The ring number must be between 1 and ${rings}.`);
  }
  const next = { ...member, ringNumber, joined };
  call.org.put(path, next);
  note(call, queues, queue, { action: 'Update', before: { [id]: member }, after: { [id]: next } });
  return {};
}

/** Removes one user member; 404 for others. */
export function deleteMember(call: Call): Answer {
  return deleteElement(call, 'members', param(call, 'memberId'));
}

function deleteElement(call: Call, part: string, id: string): Answer {
  const queue = foundToChange(call, queues, param(call, 'queueId'));
  const path = `${QUEUES}/${queue.id}/${part}`;
  if (!call.org.get(path, id)) throw notFound();
  call.org.remove(path, id);
  note(call, queues, queue, { action: 'Update', before: { [part]: [id] }, after: {} });
  return {};
}

/** The wrap-up codes of a queue by name, with totals. */
export function listQueueWrapupCodes(call: Call): Answer {
  const queue = found(call, queues, param(call, 'queueId'));
  const name = first(call.query, 'name')?.toLowerCase() ?? '';
  const codes = queueCodes(call, queue).filter((code) =>
    (textOf(code.name) ?? '').toLowerCase().includes(name),
  );
  return { body: numberedPage(call, codes, MAX_PAGE, (code) => rendered(call, wrapupCodes, code)) };
}

function queueCodes({ org }: Call, queue: Document): Document[] {
  const codes = org.all(`${QUEUES}/${queue.id}/wrapupcodes`).map(({ id }) => org.get(WRAPUP_CODES, id));
  return codes
    .filter((code): code is Document => code !== undefined)
    .sort((one, other) => (`${one.name}` < `${other.name}` ? -1 : 1));
}

/** Gives the queue wrap-up codes; those it has already stay. Answers the codes of the request. */
export function postQueueWrapupCodes(call: Call): Answer {
  const queue = foundToChange(call, queues, param(call, 'queueId'));
  const ids = idBatch(call, MAX_BATCH);
  const codes = ids.map((id) => {
    const code = call.org.get(WRAPUP_CODES, id);
    if (!code) throw unknownReference('id', id);
    return code;
  });
  for (const id of ids) call.org.put(`${QUEUES}/${queue.id}/wrapupcodes`, { id });
  note(call, queues, queue, { action: 'Update', before: {}, after: { wrapupCodes: ids } });
  return { body: codes.map((code) => rendered(call, wrapupCodes, code)) };
}

/** Takes one wrap-up code off the queue; 404 for others. */
export function deleteQueueWrapupCode(call: Call): Answer {
  return deleteElement(call, 'wrapupcodes', param(call, 'codeId'));
}
