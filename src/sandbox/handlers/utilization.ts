/** Utilization of the org and of users, and what belongs to its labels. */
import { audit } from '../audits.ts';
import { type Answer, type Call, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { idIn, isObject, type Json, type JsonObject } from '../json.ts';
import type { Document } from '../model.ts';
import { LABELS, USERS, UTILIZATION } from '../paths.ts';
import { referenceTo } from '../references.ts';
import {
  checkUtilization,
  dropLabel,
  keptOf,
  named,
  ONLY,
  usersOfLabel,
  userUtilizationPath,
  utilizationAt,
} from '../utilization.ts';
import { objectBody } from './body.ts';
import { create, found, foundToChange, remove } from './documents.ts';

const labels = collectionAt(LABELS);
const users = collectionAt(USERS);

/** The org's utilization with every label it has. */
export function readUtilization({ org }: Call): Answer {
  return { body: named(org, utilizationAt(org, UTILIZATION)) };
}

/** Replaces the org's utilization. */
export function putUtilization(call: Call): Answer {
  return { body: written(call, UTILIZATION) };
}

function written(call: Call, path: string): JsonObject {
  const { org } = call;
  const before = utilizationAt(org, path);
  const own = org.get(path, ONLY)?.labelUtilizations;
  // A label that nobody has set loses nothing when a body leaves out some of its defaults.
  const set = { ...before, labelUtilizations: own ?? {} };
  const seen = org.get(path, ONLY) || path === UTILIZATION ? set : {};
  const kept = ['labelUtilizations'];
  const body = objectBody({ ...call, body: nameless(call) }, { mode: 'replace', seen, kept });
  checkUtilization(org, body);
  const others = org.switches.leftOutLabels === 'kept' ? org.get(path, ONLY)?.labelUtilizations : undefined;
  const labelUtilizations = {
    ...(isObject(others) ? others : {}),
    ...(isObject(body.labelUtilizations) ? body.labelUtilizations : {}),
  };
  const whole = { ...body, labelUtilizations };
  org.put(path, { ...(path === UTILIZATION ? keptOf(whole) : whole), id: ONLY });
  const after = utilizationAt(org, path);
  note(call, before, after);
  return named(org, after);
}

/** The body without the names of labels, which an answer tells and a request may repeat. */
function nameless({ org, body, violate }: Call): Json {
  if (!isObject(body) || !isObject(body.labelUtilizations)) return body ?? null;
  const labelUtilizations = Object.entries(body.labelUtilizations).map(([id, label]): [string, Json] => {
    if (!isObject(label) || label.labelName === undefined) return [id, label];
    const { labelName, ...rest } = label;
    if (labelName !== org.get(LABELS, id)?.name)
      violate('read-only-changed', `/labelUtilizations/${id}/labelName`, 'labelName is set by the server');
    return [id, rest];
  });
  return { ...body, labelUtilizations: Object.fromEntries(labelUtilizations) };
}

function note(call: Call, before: JsonObject, after: JsonObject): void {
  const change = { service: 'ContactCenter', entity: 'Utilization', action: 'Update' } as const;
  audit(call, { id: ONLY, name: 'Utilization' }, { ...change, before, after });
}

/** Sets the org's utilization back to the server's defaults. */
export function resetUtilization(call: Call): Answer {
  const before = utilizationAt(call.org, UTILIZATION);
  call.org.remove(UTILIZATION, ONLY);
  note(call, before, utilizationAt(call.org, UTILIZATION));
  return {};
}

/** A user's utilization; one that is not set is the org's, and says so. */
export function readUserUtilization(call: Call): Answer {
  const user = found(call, users, param(call, 'userId'));
  return { body: ofUser(call, user) };
}

function ofUser({ org }: Call, { id }: Document): JsonObject {
  const path = userUtilizationPath(id);
  const own = org.get(path, ONLY) !== undefined;
  const utilization = named(org, utilizationAt(org, own ? path : UTILIZATION));
  return { ...utilization, level: own ? 'Agent' : 'Organization' };
}

/** Gives a user a utilization of its own. */
export function putUserUtilization(call: Call): Answer {
  const user = foundToChange(call, users, param(call, 'userId'));
  written(call, userUtilizationPath(user.id));
  return { body: ofUser(call, user) };
}

/** Lets a user have the org's utilization again. */
export function resetUserUtilization(call: Call): Answer {
  const user = foundToChange(call, users, param(call, 'userId'));
  call.org.remove(userUtilizationPath(user.id), ONLY);
  return {};
}

/** A label may be created with the utilization that it gets in the org. */
export function createLabel(call: Call): Answer {
  const { org } = call;
  const answer = create(call, labels);
  const made: Document = org.get(LABELS, idIn(answer.body) ?? '') ?? { id: '' };
  const { utilization, ...label } = made;
  if (!isObject(utilization)) return answer;
  org.put(LABELS, { ...label, id: label.id });
  const stored: Document = org.get(UTILIZATION, ONLY) ?? { id: ONLY };
  const others = isObject(stored.labelUtilizations) ? stored.labelUtilizations : {};
  org.put(UTILIZATION, { ...stored, labelUtilizations: { ...others, [label.id]: utilization } });
  const { utilization: _, ...body } = isObject(answer.body) ? answer.body : {};
  return { body };
}

/** A label that is deleted by force leaves every utilization. */
export function deleteLabel(call: Call): Answer {
  const answer = remove(call, labels);
  dropLabel(call.org, param(call, 'labelId'));
  return answer;
}

/** The users whose own utilization sets a label. */
export function listLabelAgents(call: Call): Answer {
  const label = found(call, labels, param(call, 'labelId'));
  return { body: usersOfLabel(call.org, label.id).map((id) => referenceTo(call.org, USERS, id)) };
}
