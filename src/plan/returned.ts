import type { ResourceType } from '../catalog/vocabulary.ts';
import { isObject, type Json, objectOf } from '../json/json.ts';
import { createdBy, createdKey, creatorOf } from './document.ts';
import type { Change } from './operations.ts';

/** References to objects that a rollback creates again: their new IDs are not known yet. */
export function withReturned(changes: readonly Change[]): readonly Change[] {
  const returning = new Map(
    changes.flatMap((change) =>
      change.replaces && hasNewId(change.type) ? [[change.replaces, change.key]] : [],
    ),
  );
  if (returning.size === 0) return changes;
  const idFor = (reference: Json): Json | undefined => {
    const key = typeof reference === 'string' ? returning.get(reference) : undefined;
    return key === undefined ? undefined : createdBy(key);
  };
  return changes.map((change) => {
    const after = change.after && withNewIds(change.after, idFor);
    return isObject(after) ? { ...change, after } : change;
  });
}

/** Whether an object that is created again gets another ID. One whose ID is its name keeps it. */
export function hasNewId(type: ResourceType): boolean {
  return !type.remove?.restore && type.identity !== '/id';
}

/** The document with references to returning objects by what creates them. */
function withNewIds(document: Json, idFor: (reference: Json) => Json | undefined): Json {
  if (typeof document === 'string') return idFor(document) ?? document;
  if (Array.isArray(document)) return document.map((item: Json) => withNewIds(item, idFor));
  if (!isObject(document)) return document;
  return objectOf(
    Object.entries(document).map(([key, value]) => {
      const halves = key.split(' ').map((half) => {
        const creator = creatorOf(idFor(half));
        return creator === undefined ? half : createdKey(creator);
      });
      return [halves.join(' '), withNewIds(value, idFor)] as const;
    }),
  );
}
