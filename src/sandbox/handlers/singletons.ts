/** Settings: read, replaced, changed, and set back to the server's defaults. */
import { isDeepStrictEqual } from 'node:util';
import { audit } from '../audits.ts';
import type { Answer, Call } from '../call.ts';
import { notFound } from '../errors.ts';
import type { JsonObject } from '../json.ts';
import { withDefaults } from '../json.ts';
import type { Document } from '../model.ts';
import { lives } from '../references.ts';
import { ONLY, type Singleton } from '../singletons.ts';
import { objectBody } from './body.ts';

/** The settings as they are; some services answer a read right after a write with what was before. */
export function read(call: Call, singleton: Singleton): Answer {
  const { org } = call;
  demandOwner(call, singleton);
  const stored =
    org.switches.settingsReads === 'lagging' ? org.listed(call.path)[0] : org.get(call.path, ONLY);
  return { body: rendered(singleton, stored) };
}

function demandOwner({ org, params }: Call, { owners }: Singleton): void {
  const id = Object.values(params).at(-1) ?? '';
  if (owners !== undefined && !lives(org.get(owners, id))) throw notFound();
}

function rendered({ defaults, grown = {} }: Singleton, stored: Document | undefined): JsonObject {
  if (!stored) return structuredClone({ ...defaults, ...grown });
  const { id: _, ...fields } = stored;
  return fields;
}

/** Replaces the settings; what is left out is back at its default. */
export function replace(call: Call, singleton: Singleton): Answer {
  demandOwner(call, singleton);
  const before = current(call, singleton);
  const body = objectBody(call, { mode: 'replace', seen: before });
  return write(call, singleton, before, withDefaults(body, singleton.defaults));
}

/** Changes the named fields; null sets them back to their default. */
export function patch(call: Call, singleton: Singleton): Answer {
  demandOwner(call, singleton);
  const before = current(call, singleton);
  const body = objectBody(call, { mode: 'merge', seen: before });
  const next = Object.entries({ ...before, ...body }).filter(([, value]) => value !== null);
  return write(call, singleton, before, withDefaults(Object.fromEntries(next), singleton.defaults));
}

function current(call: Call, singleton: Singleton): JsonObject {
  return rendered(singleton, call.org.get(call.path, ONLY));
}

function write(call: Call, singleton: Singleton, before: JsonObject, after: JsonObject): Answer {
  // Settings that are as they came need not be kept.
  if (isDeepStrictEqual(after, rendered(singleton, undefined))) call.org.remove(call.path, ONLY);
  else call.org.put(call.path, { ...after, id: ONLY });
  note(call, singleton, before, after);
  return call.operation.response === undefined ? {} : { body: after };
}

function note(call: Call, singleton: Singleton, before: JsonObject, after: JsonObject): void {
  const { entity, service } = singleton;
  audit(call, { id: ONLY, name: entity }, { service, entity, action: 'Update', before, after });
}

/** Sets everything back to the server's defaults. */
export function reset(call: Call, singleton: Singleton): Answer {
  const before = current(call, singleton);
  call.org.remove(call.path, ONLY);
  note(call, singleton, before, singleton.defaults);
  return {};
}
