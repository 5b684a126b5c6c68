import type { ResourceType } from '../catalog/vocabulary.ts';
import { isObject, type Json, type JsonObject } from '../json/json.ts';
import { valueAt, withValueAt } from '../json/pointer.ts';
import { childId, parentId } from '../plan/document.ts';
import { idOfObject } from '../plan/facts.ts';
import { ownParams } from '../plan/steps.ts';
import { versionNumber } from '../plan/versions.ts';
import { isMissing } from './errors.ts';
import { everyItem } from './listing.ts';
import type { Session } from './session.ts';

/** After this long, in milliseconds, an object that was not found is looked for once more. */
const AGAIN_MS = 1000;

/** One object, whole; null when the platform says that there is none. */
export async function readObject(
  session: Session,
  type: ResourceType,
  id: string,
  query: JsonObject = {},
): Promise<JsonObject | null> {
  const isChild = type.parent !== undefined;
  const params = ownParams(type.calls.read, id) as Record<string, string>;
  try {
    if (type.versions) {
      const request = { op: type.calls.read, params, query: {}, pages: 'cursor' } as const;
      return newestOf(await everyItem(session, request));
    }
    const call = { op: type.calls.read, params, query: { ...type.readQuery, ...query } };
    const body = await session.call(call, { repeat: 'always', isAnswer: isObject });
    if (!isObject(body)) return null;
    const whole = await withTexts(session, type, id, body);
    return type.singleton ? { ...whole, id } : inParent(whole, isChild ? parentId(id) : undefined);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** The object with the texts that its answer only says where to find. */
async function withTexts(
  session: Session,
  type: ResourceType,
  id: string,
  body: JsonObject,
): Promise<JsonObject> {
  let whole: Json | undefined = body;
  for (const [path, { op, params, where }] of Object.entries(type.texts ?? {})) {
    if (typeof valueAt(body, where) !== 'string' || valueAt(body, path) !== undefined) continue;
    const filled = Object.entries(params).map(
      ([name, value]) => [name, value === '$id' ? id : value] as const,
    );
    const text = await session.call(
      { op, params: Object.fromEntries(filled), text: true },
      { repeat: 'always', isAnswer: (answer) => typeof answer === 'string' },
    );
    whole = withValueAt(whole, path, text);
  }
  return isObject(whole) ? whole : body;
}

/** The newest version of an object; a draft has no number, and is older than all. */
function newestOf(versions: readonly JsonObject[]): JsonObject | null {
  const number = (raw: JsonObject): number => versionNumber(raw) ?? 0;
  return [...versions].sort((one, other) => number(other) - number(one))[0] ?? null;
}

/**
 * The same for an object that was seen or made before: what is new may not be found at first, so that it is missing
 * only when it is missing twice. Source: CX as Code 1.84.1, which reads until it is there.
 */
export async function readKnown(
  session: Session,
  type: ResourceType,
  id: string,
): Promise<JsonObject | null> {
  const found = await readObject(session, type, id);
  if (found) return found;
  await session.clock.sleep(AGAIN_MS);
  return readObject(session, type, id);
}

/** A field that has a call of its own; null where the platform answers nothing. */
export async function readSection(
  session: Session,
  type: ResourceType,
  id: string,
  section: string,
): Promise<Json> {
  const op = type.sections?.[section]?.read ?? '';
  const params = type.singleton ? {} : (ownParams(op, id) as Record<string, string>);
  const mayBeEmpty = { repeat: 'always', isAnswer: () => true } as const;
  return (await session.call({ op, params }, mayBeEmpty)) ?? null;
}

/** A child's ID says what it belongs to, wherever the engine speaks of it. */
export function inParent(raw: JsonObject, parent: string | undefined): JsonObject {
  return parent === undefined ? raw : { ...raw, id: childId(parent, idOfObject(raw)) };
}
