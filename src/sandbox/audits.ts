/** Who changed what: every accepted write leaves an entry with the client that made it. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Call } from './call.ts';
import type { Json, JsonObject } from './json.ts';
import type { Document } from './model.ts';

export interface Change {
  readonly service: string;
  readonly entity: string;
  readonly action: 'Create' | 'Update' | 'Delete';
  readonly before?: JsonObject | undefined;
  readonly after?: JsonObject | undefined;
}

/** Properties whose values differ. Values are texts, as the platform's audits give them: for reading, not for undo. */
function propertyChanges(before: JsonObject, after: JsonObject): Json[] {
  const properties = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = properties.filter((property) => !isDeepStrictEqual(before[property], after[property]));
  return changed.map((property) => ({
    property,
    oldValues: texts(before[property]),
    newValues: texts(after[property]),
  }));
}

function texts(value: Json | undefined): Json[] {
  return value === undefined ? [] : [typeof value === 'string' ? value : JSON.stringify(value)];
}

/** Adds an entry about a change to an object, made by the client of the call. */
export function audit(
  call: Call,
  document: Document,
  { service, entity, action, before, after }: Change,
): void {
  const { org, client } = call;
  org.state.audits.push({
    id: randomUUID(),
    userHomeOrgId: org.state.organization.id,
    client: { id: client.id, name: client.name },
    remoteIp: ['127.0.0.1'],
    serviceName: service,
    level: 'USER',
    status: 'SUCCESS',
    eventDate: new Date(org.now()).toISOString(),
    action,
    entity: { id: document.id, name: document.name ?? '', selfUri: call.path },
    entityType: entity,
    transactionInitiator: true,
    propertyChanges: propertyChanges(before ?? {}, after ?? {}),
  });
}
