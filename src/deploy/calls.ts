import { typeNamed } from '../catalog/index.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import { failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import { get, isArray, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { pointer, segmentsOf, valueAt, withValueAt } from '../json/pointer.ts';
import type { FreshDocuments } from '../org/fresh.ts';
import { answer } from '../org/reader.ts';
import { type CallOptions, NotSent, type Session } from '../org/session.ts';
import { type Values, valuesAt } from '../plan/difference.ts';
import { childId, creatorOf, type Document, idOf, normalize, ownId, withIds } from '../plan/document.ts';
import { Facts, questionKey } from '../plan/facts.ts';
import type { OperationKey } from '../plan/intent.ts';
import type { Operation, Step } from '../plan/plan.ts';
import { asDone, asFound, revealed, type SecretValues, withHmacs } from '../plan/secrets.ts';
import { type OpenStep, type Settlement, settle } from '../plan/settle.ts';
import { observe } from './observe.ts';

/** Waits, in milliseconds, between looks at what became of a create or a deletion. */
export const LOOKS_MS = [500, 2000, 5000];

/** How far an operation has come when a step begins. */
export interface StepState {
  /** What the step asks for, with the IDs that are known by now. */
  readonly asked: Values;
  /** The touched places as the plan saw them, with what this operation has done since. */
  readonly now: Values;
}

/** What a call did: the ID of what it created, and the places as the platform answered them. */
export interface Effect {
  readonly id?: string;
  readonly version?: number;
  readonly ours: Values;
}

/** What every kind of step needs to make its calls. Secrets come into bodies, and out of what is told, only here. */
export class Calls {
  readonly session: Session;
  readonly documents: FreshDocuments;
  /** What operations of this run, and of those before it, have created. */
  readonly ids: ReadonlyMap<OperationKey, string>;
  readonly #secrets: SecretValues;

  constructor(
    session: Session,
    documents: FreshDocuments,
    ids: ReadonlyMap<OperationKey, string>,
    secrets: SecretValues,
  ) {
    this.session = session;
    this.documents = documents;
    this.ids = ids;
    this.#secrets = secrets;
  }

  /** The ID of what an operation is about. Undefined as long as it is not created. */
  objectId(operation: Operation): string | undefined {
    return operation.id ?? this.ids.get(operation.key.replace(/#link$/, ''));
  }

  /** Sends the call of a step. */
  send(step: Step, options: CallOptions = { repeat: 'always' }): Promise<Json | undefined> {
    const body = step.body === undefined ? undefined : this.revealed(this.withIds(step.body));
    const query = step.query ? { query: listsJoined(this.withIds(step.query)) } : {};
    return this.session.call({ op: step.op, params: this.params(step), ...query, body }, options);
  }

  /** What stands in the path of the call, with the IDs of what was created. */
  params(step: Step): Record<string, string> {
    return Object.fromEntries(
      Object.entries(step.params).map(([name, value]) => {
        const id = String(this.withIds(value));
        return [name, creatorOf(value) === undefined ? id : ownId(id)];
      }),
    );
  }

  /** The value with IDs where it refers to what was created. */
  withIds(value: Json): Json {
    return withIds(value, (reference) =>
      this.ids.get(creatorOf(isObject(reference) ? reference : null) ?? ''),
    );
  }

  /** Fields of other objects that bodies must repeat beside their IDs. */
  async carry(type: ResourceType, body: Json): Promise<Json> {
    let result: Json | undefined = body;
    for (const [path, to] of Object.entries(type.references ?? {})) {
      const own = to.carries ? idOf(valueAt(result, path)) : undefined;
      if (own === undefined) continue;
      const parent = to.in === undefined ? undefined : idOf(valueAt(result, siblingOf(path, to.in)));
      const id = parent === undefined ? own : childId(parent, own);
      const target = await this.documents.get(typeNamed(to.type ?? ''), id);
      for (const place of to.carries ?? []) {
        const value = valueAt(target ?? {}, place);
        if (value !== undefined) result = withValueAt(result, path + place, value);
      }
    }
    return result ?? null;
  }

  /** What is asked for with secrets in it: for a body that is sent next, and nothing else. */
  revealed<T extends Json | Values>(asked: T): T {
    try {
      return revealed(asked as Json, this.#secrets) as T;
    } catch (error) {
      const message = `The value of a secret cannot be had: ${error instanceof Error ? error.message : ''}.`;
      throw new NotSent(failure(exitCodes.invalidInput, 'secret.missing', message));
    }
  }

  /** What was read as records tell it: to be compared with what the plan saw. */
  found(document: Document, { asked, now }: StepState): Document {
    return asFound(document, asked, now, this.#secrets);
  }

  /** What was answered as records tell it: no secret is in it. */
  told(id: string, document: Document, { asked, now }: StepState): Document {
    return this.withHmacs(id, asDone(document, asked, now, this.#secrets));
  }

  /** A document that holds what this run has sent, with the HMACs of its secrets. */
  withHmacs(id: string, document: Document): Document {
    return withHmacs(id, document, this.#secrets);
  }

  /** The answer as a document, which is kept for the steps to come. Undefined when it is none. */
  documentIn(type: ResourceType, id: string, body: Json | undefined): Document | undefined {
    if (!isObject(body)) return undefined;
    const own = type.parent === undefined ? id : ownId(id);
    const isIt = type.singleton ? Object.keys(body).length > 0 : get(body, 'id') === own;
    if (!isIt) return undefined;
    const raw = { ...body, id };
    // Some answers lack what only a read with parameters shows.
    if (!type.readQuery && !type.singleton) this.documents.set(type, id, raw);
    else this.documents.forget(type, id, raw);
    return normalize(type, raw);
  }

  /** The places as the answer has them. Some answers have no body, and may have had no effect: then it is read. */
  async settled(type: ResourceType, id: string, body: Json | undefined, state: StepState): Promise<Values> {
    const answered = this.documentIn(type, id, body);
    const places = Object.keys(state.asked);
    // Some answers leave out what only a read with parameters shows: then it is read.
    const isAll = answered && places.every((place) => valueAt(answered, place) !== undefined);
    const said = isAll || !type.readQuery ? answered : undefined;
    const document = said ?? normalize(type, (await this.documents.again(type, id)) ?? {});
    return valuesAt(this.told(id, document, state), places);
  }

  /** The objects of this name, read anew. */
  async named(live: string, type: ResourceType, parent: string | undefined): Promise<readonly JsonObject[]> {
    const question = { ask: 'named', type, live, parent } as const;
    const facts = new Facts();
    await answer(this.session, [question], facts);
    return facts.named.get(questionKey(question)) ?? [];
  }

  /** What became of a call, in the org as it is now. */
  async settlement(open: OpenStep): Promise<Settlement | undefined> {
    return (await observe(this.session, (inquiry) => settle(open, inquiry, this.#secrets))).result;
  }
}

/** A pointer to what stands beside a place. */
function siblingOf(path: string, field: string): string {
  return pointer(...segmentsOf(path).slice(0, -1), field);
}

/** Lists that travel as one text, `a,b`. */
function listsJoined(query: Json): JsonObject {
  return objectOf(
    Object.entries(isObject(query) ? query : {}).map(([key, value]) => {
      const list = isObject(value) ? get(value, '$list') : undefined;
      return [key, isArray(list) ? list.join(',') : value] as const;
    }),
  );
}

/** The document with these values. */
export function withValues(document: Document, values: Values): Document {
  const result = Object.entries(values).reduce<Json | undefined>(
    (rest, [path, value]) => withValueAt(rest, path, value === null ? undefined : value),
    document,
  );
  return isObject(result) ? result : {};
}
