import type { Draft, ResourceType } from '../catalog/vocabulary.ts';
import { equal, isObject, type Json, type JsonObject } from '../json/json.ts';
import { type Pointer, valueAt } from '../json/pointer.ts';
import { isMissing } from '../org/errors.ts';
import { type Before, type Call, type Session, unsent } from '../org/session.ts';
import { type Document, normalize } from '../plan/document.ts';
import type { Operation } from '../plan/plan.ts';
import { ownParams } from '../plan/steps.ts';
import { draftTaken, isRefusal } from './failures.ts';

/** What is published in the place of what is there. */
export interface Publication {
  readonly operation: Operation;
  readonly type: ResourceType;
  readonly draft: Draft;
  readonly id: string;
  /**
   * The object as it is and as it shall be, and the body that says so with this version of the draft; throws where
   * somebody else has changed it. Asked before anything is sent, and again after each attempt of which nobody knows
   * what became.
   */
  readonly read: (before: Before) => Promise<{
    readonly now: Document;
    readonly wanted: Document;
    readonly body: (version: Json) => Promise<Json>;
  }>;
  /** Whether the published object is as it shall be. */
  readonly isPublished: () => Promise<boolean>;
}

/**
 * Begins a draft, writes into it and publishes it. One that is there already is used where it holds nothing that would
 * be lost: what is published, or what shall be.
 * @throws ChangesetError with exit code 7 for a draft with anything else in it
 */
export async function publish(session: Session, facts: Publication): Promise<void> {
  const { operation, type, draft, id } = facts;
  const call = (op: string): Call => ({ op, params: ownParams(op, id) as Record<string, string> });
  const current = async (): Promise<JsonObject | undefined> => {
    try {
      const body = await session.call({ ...call(draft.read), query: type.readQuery ?? {} });
      return isObject(body) ? body : undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
  const begun = async (): Promise<JsonObject> => {
    const { now, wanted } = await facts.read('nothing');
    const found = await current();
    if (found) {
      const document = normalize(type, found);
      if (![now, wanted].some((one) => isSameAt(draft.takes, document, one))) throw draftTaken(operation);
      return found;
    }
    // A draft that is there although the call failed is the one that it has made.
    const failed = await session.call(call(draft.begin)).then(nothing, (error: unknown) => ({ error }));
    const made = failed && isRefusal(failed.error) ? undefined : await current();
    if (!made) throw failed?.error ?? draftTaken(operation);
    // It is a copy of what was published then: that may be newer than what was read.
    if (!isSameAt(draft.takes, normalize(type, made), now)) await facts.read('refused');
    return made;
  };
  const prepare = async (before: Before): Promise<Json> => {
    const { body } = await facts.read(before);
    return body(versionOf(await current()));
  };
  const change = (): Promise<unknown> => session.call(call(draft.change), { repeat: 'always', prepare });
  // Until it is published, a draft changes nothing for anybody.
  await begun().then(change).catch(unsent);
  const version = async (): Promise<Json> => ({ version: versionOf(await current()) });
  await session
    .call(call(draft.publish), { repeat: 'always', prepare: version })
    .catch(async (error: unknown) => {
      // A draft that is not there any more was published by an attempt whose answer was lost.
      if (!(await facts.isPublished())) throw error;
    });
}

function nothing(): undefined {}

function versionOf(draft: JsonObject | undefined): Json {
  return valueAt(draft ?? {}, '/version') ?? null;
}

function isSameAt(places: readonly Pointer[], one: Document, other: Document): boolean {
  return places.every((path) => equal(valueAt(one, path), valueAt(other, path)));
}
