import { typeNamed } from '../catalog/index.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import { isObject, type Json, objectOf } from '../json/json.ts';
import { type Pointer, pointer } from '../json/pointer.ts';
import { holds } from './difference.ts';

/** Whether a value stands for the bytes of a file. */
export function isDigest(value: Json | undefined): value is string {
  return typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value);
}

/**
 * Whether what the platform answered for a place holds what was asked. What was handed over as a file is shown as
 * something else: that it was taken, its job has said.
 */
export function isReached(typeName: string, path: Pointer, answer: Json | undefined, asked: Json): boolean {
  const type = typeNamed(typeName);
  if (path === '') return holds(withoutFiles(type, answer ?? null), withoutFiles(type, asked));
  if (isHandedOver(type, path) && asked !== null) return typeof answer === 'string';
  return holds(answer, asked);
}

function isHandedOver(type: ResourceType, path: Pointer): boolean {
  return type.files?.[path]?.job !== undefined;
}

function withoutFiles(type: ResourceType, document: Json): Json {
  if (!isObject(document)) return document;
  return objectOf(Object.entries(document).filter(([field]) => !isHandedOver(type, pointer(field))));
}
