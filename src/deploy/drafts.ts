import type { ResourceType, Versions } from '../catalog/vocabulary.ts';
import { type ChangesetError, failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import { equal, isObject, type Json, type JsonObject } from '../json/json.ts';
import { pointer, valueAt } from '../json/pointer.ts';
import type { FreshDocuments } from '../org/fresh.ts';
import { type Before, type Session, unsent } from '../org/session.ts';
import { type Values, valuesAt } from '../plan/difference.ts';
import { type Document, normalize, updateBody } from '../plan/document.ts';
import { hasFields } from '../plan/facts.ts';
import { titleOf } from '../plan/operations.ts';
import type { Operation } from '../plan/plan.ts';
import { ownParams } from '../plan/steps.ts';
import { versionNumber } from '../plan/versions.ts';
import { type StepState, withValues } from './calls.ts';
import { draftTaken, goneMeanwhile, isRefusal } from './failures.ts';
import { expect } from './verify.ts';

/** Waits, in milliseconds, between looks at a draft; the last one again and again. */
const LOOKS_MS = [500, 1000, 2000, 3000];

/** Writes into the draft of one object and publishes it. */
export class DraftPublisher {
  readonly #session: Session;
  readonly #documents: FreshDocuments;
  readonly #type: ResourceType;
  readonly #versions: Versions;
  readonly #operation: Operation;
  readonly #id: string;

  constructor(
    session: Session,
    documents: FreshDocuments,
    type: ResourceType,
    versions: Versions,
    operation: Operation,
    id: string,
  ) {
    this.#session = session;
    this.#documents = documents;
    this.#type = type;
    this.#versions = versions;
    this.#operation = operation;
    this.#id = id;
  }

  /**
   * Publishes what is asked for, of a new object the draft that it is. Answers the places as they are published.
   * @throws NotSent when somebody changed the object, or has a draft of it that is not published
   */
  async publish(params: Record<string, string>, { asked, now }: StepState): Promise<Values> {
    const places = Object.keys(asked);
    const before = await this.#newest(places, asked, now, 'nothing').catch(unsent);
    if (places.length > 0) await this.#write(before, asked, now);
    await this.#ready();
    const call = { op: this.#versions.publish, params };
    await this.#session.call(call, { repeat: 'refused' }).catch(async (error: unknown) => {
      // An answer may be lost of a version that is there: a second one would be one too many.
      if (isRefusal(error) || !(await this.#isNewer(before))) throw error;
    });
    const raw = await this.#documents.again(this.#type, this.#id);
    if (!raw) throw goneMeanwhile(this.#operation);
    return valuesAt(normalize(this.#type, raw), places);
  }

  /** Makes the draft again what is published. */
  async putBack(params: Record<string, string>): Promise<void> {
    const prepare = async (): Promise<Json> => {
      const published = await this.#documents.again(this.#type, this.#id);
      if (!published) throw goneMeanwhile(this.#operation);
      const document = normalize(this.#type, published);
      const fields = Object.keys(document).map((field) => pointer(field));
      return updateBody(this.#type, document, await this.#draft(), fields);
    };
    await this.#session.call({ op: this.#type.calls.update ?? '', params }, { repeat: 'always', prepare });
  }

  /** The object as it is, which must be as the plan saw it. */
  async #newest(places: readonly string[], asked: Values, now: Values, before: Before): Promise<JsonObject> {
    const raw =
      before === 'nothing' && places.length > 0
        ? await this.#documents.get(this.#type, this.#id)
        : await this.#documents.again(this.#type, this.#id);
    if (!raw) throw goneMeanwhile(this.#operation);
    const document = normalize(this.#type, raw);
    for (const path of places) {
      const value = valueAt(document, path) ?? null;
      if (!(before === 'unknown' && equal(value, asked[path]))) expect(this.#operation, now, path, value);
    }
    return raw;
  }

  /** Whatever else somebody has written into the draft would be published with it, or lost. */
  async #write(published: JsonObject, asked: Values, now: Values): Promise<void> {
    const type = this.#type;
    const prepare = async (before: Before): Promise<Json> => {
      const raw =
        before === 'nothing' ? published : await this.#newest(Object.keys(asked), asked, now, before);
      const document = normalize(type, raw);
      const wanted = withValues(document, asked);
      const draft = await this.#draft();
      const there = normalize(type, draft);
      if (![document, wanted].some((one) => sameContent(one, there))) unsent(draftTaken(this.#operation));
      return updateBody(type, wanted, draft, Object.keys(asked));
    };
    const op = type.calls.update ?? '';
    const params = ownParams(op, this.#id) as Record<string, string>;
    await this.#session.call({ op, params }, { repeat: 'always', prepare });
  }

  async #draft(): Promise<JsonObject> {
    const op = this.#versions.draft;
    const params = ownParams(op, this.#id) as Record<string, string>;
    const draft = await this.#session.call({ op, params }, { repeat: 'always', isAnswer: isObject });
    return isObject(draft) ? draft : {};
  }

  /** Waits until the draft can be published. */
  async #ready(): Promise<void> {
    const { clock } = this.#session;
    const until = clock.now() + this.#versions.forMs;
    for (let looks = 0; !hasFields(await this.#draft(), this.#versions.ready); looks += 1) {
      if (clock.now() >= until) throw unready(this.#operation, this.#versions.forMs);
      const ms = LOOKS_MS[Math.min(looks, LOOKS_MS.length - 1)] ?? 0;
      await this.#session.pause(ms, 'job', `the draft of ${titleOf(this.#operation)} to become active`);
    }
  }

  async #isNewer(before: JsonObject): Promise<boolean> {
    const after = await this.#documents.again(this.#type, this.#id);
    return after !== null && (versionNumber(after) ?? 0) > (versionNumber(before) ?? 0);
  }
}

function sameContent(one: Document, other: Document): boolean {
  const bare = ({ id: _, ...document }: Document): Document => document;
  return equal(bare(one), bare(other));
}

function unready(operation: Operation, forMs: number): ChangesetError {
  const message = `The draft of the ${titleOf(operation)} has not become active within ${forMs / 1000} seconds, so that it cannot be published.`;
  return failure(exitCodes.failure, 'draft.pending', message, {
    hint: 'What is published is as before. changeset resume goes on.',
  });
}
