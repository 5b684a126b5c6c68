import { withArticle } from '../catalog/article.ts';
import { typeNamed } from '../catalog/index.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import { type ChangesetError, failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import { equal, get, isArray, isObject, type Json, type JsonObject, objectOf } from '../json/json.ts';
import { pointer, segmentsOf, valueAt, withValueAt } from '../json/pointer.ts';
import { isDuplicate, isMissing, type PlatformError } from '../org/errors.ts';
import { FRESH_MS, type FreshDocuments } from '../org/fresh.ts';
import { answer, readPart } from '../org/reader.ts';
import { NotSent, type Session } from '../org/session.ts';
import { said, type Values, valuesAt } from '../plan/difference.ts';
import { creatorOf, type Document, normalize, replaceBody, withIds } from '../plan/document.ts';
import { Facts, idOfObject, questionKey } from '../plan/facts.ts';
import type { OperationKey } from '../plan/intent.ts';
import { titleOf } from '../plan/operations.ts';
import type { Operation, Step } from '../plan/plan.ts';
import { valuesWithIds } from '../store/events.ts';
import { changedMeanwhile, goneMeanwhile, isRefusal } from './failures.ts';

/** After what waits, in milliseconds, an object is looked for whose creation was not answered. */
const LOOKS_MS = [500, 2000, 5000];

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
  readonly ours: Values;
}

/** Sends the calls of operations. The one place that writes to an org. */
export class Writer {
  readonly #session: Session;
  readonly #documents: FreshDocuments;
  readonly #ids: ReadonlyMap<OperationKey, string>;
  readonly #observedAt: number;

  constructor(
    session: Session,
    documents: FreshDocuments,
    ids: ReadonlyMap<OperationKey, string>,
    observedAt: number,
  ) {
    this.#session = session;
    this.#documents = documents;
    this.#ids = ids;
    this.#observedAt = observedAt;
  }

  /**
   * Sends one call.
   * @throws PlatformError, NoAnswer, or NotSent when the object is not as the plan saw it
   */
  async perform(operation: Operation, step: Step, state: StepState): Promise<Effect> {
    const type = typeNamed(operation.type);
    if (step.does === 'create') return this.#create(operation, step, type);
    const id = operation.id ?? this.#ids.get(operation.key.replace(/#link$/, '')) ?? '';
    if (step.does === 'update') return { ours: await this.#replace(operation, step, id, state) };
    const body = await this.#send(step).catch((error: unknown) => {
      // What is gone already need not be deleted, and what is no element need not be taken out.
      if (isMissing(error) && (step.does === 'delete' || step.does === 'remove')) return undefined;
      throw error;
    });
    if (step.does === 'delete') {
      this.#documents.set(type, id, null);
      return { ours: { '': null } };
    }
    if (step.does === 'restore')
      return { id, ours: { '': this.#documentIn(type, id, body) ?? state.asked[''] ?? null } };
    if (step.does === 'move') return { ours: await this.#settled(type, id, body, Object.keys(step.asks)) };
    return { ours: elementsAnswered(type, step, body, state.asked) };
  }

  /** A create is sent once. If its answer is lost, the object is looked for before anybody sends another. */
  async #create(operation: Operation, step: Step, type: ResourceType): Promise<Effect> {
    const send = (): Promise<Json | undefined> => this.#send(step, 'refused');
    const body = await send().catch(async (error: unknown) => {
      if (isDuplicate(error)) throw await this.#inTheWay(operation, type, error);
      if (isRefusal(error)) throw error;
      const found = await this.#lookFor(operation, type);
      if (found) return found;
      if (type.unique === 'org') return send();
      throw error;
    });
    const id = isObject(body) ? idOfObject(body) : '';
    const document = this.#documentIn(type, id, body);
    if (document && id !== '') return { id, ours: { '': document } };
    const message = `Genesys Cloud created ${titleOf(operation)} without saying its ID.`;
    throw failure(exitCodes.failure, 'platform.unreadable', message);
  }

  /** The object whose creation was not answered, once it is visible. */
  async #lookFor(operation: Operation, type: ResourceType): Promise<JsonObject | undefined> {
    for (const wait of LOOKS_MS) {
      await this.#session.clock.sleep(wait);
      const [found] = await this.#named(operation.live, type);
      if (found) return found;
    }
    return undefined;
  }

  async #named(live: string, type: ResourceType): Promise<readonly JsonObject[]> {
    const question = { ask: 'named', type, live } as const;
    const facts = new Facts();
    await answer(this.#session, [question], facts);
    return facts.named.get(questionKey(question)) ?? [];
  }

  /** The platform says that there is one of this name: says which. */
  async #inTheWay(operation: Operation, type: ResourceType, error: PlatformError): Promise<ChangesetError> {
    const [found] = await this.#named(operation.live, type).catch(() => []);
    const which = found
      ? `It has the ID ${idOfObject(found)}.`
      : 'This client does not see it: it may be in a division that the client has no right to view.';
    const message = `There is ${withArticle(type.noun)} "${operation.live}" already. ${which}`;
    return failure(exitCodes.conflict, 'create.duplicate', message, {
      hint: 'Simulate again.',
      cause: error,
    });
  }

  /** A whole-document update: what the plan changes, put over the object as it is at this moment. */
  async #replace(operation: Operation, step: Step, id: string, { asked, now }: StepState): Promise<Values> {
    const type = typeNamed(operation.type);
    let attempts = 0;
    const prepare = async (): Promise<Json> => {
      const raw =
        attempts === 0 ? await this.#documents.get(type, id) : await this.#documents.again(type, id);
      if (!raw) throw goneMeanwhile(operation);
      const document = normalize(type, raw);
      for (const path of Object.keys(asked)) {
        const value = valueAt(document, path) ?? null;
        // After an attempt whose answer was lost the object may be as that attempt made it.
        if (!(attempts > 0 && equal(value, asked[path]))) expect(operation, now, path, value);
      }
      attempts += 1;
      return replaceBody(type, withValues(document, asked), raw);
    };
    const call = { op: step.op, params: this.#params(step) };
    const body = await this.#session.call(call, { repeat: 'always', prepare }).catch((error: unknown) => {
      throw error instanceof NotSent && attempts > 0 ? error.cause : error;
    });
    return this.#settled(type, id, body, Object.keys(asked));
  }

  /** The places as the answer has them. Some answers have no body, and may have had no effect: then it is read. */
  async #settled(
    type: ResourceType,
    id: string,
    body: Json | undefined,
    places: readonly string[],
  ): Promise<Values> {
    const answered = this.#documentIn(type, id, body);
    return valuesAt(answered ?? normalize(type, (await this.#documents.again(type, id)) ?? {}), places);
  }

  /** The answer as a document, which is kept for the steps to come. Undefined when it is none. */
  #documentIn(type: ResourceType, id: string, body: Json | undefined): Document | undefined {
    if (!isObject(body) || get(body, 'id') !== id) return undefined;
    this.#documents.set(type, id, body);
    return normalize(type, body);
  }

  /**
   * Checks what a step relies on, if that was read too long ago. An update looks for itself.
   * @throws ChangesetError when somebody changed it
   */
  async verify(operation: Operation, step: Step, now: Values): Promise<void> {
    const isFresh = this.#session.clock.now() - this.#observedAt <= FRESH_MS;
    if (isFresh || operation.id === undefined || step.does === 'update') return;
    const type = typeNamed(operation.type);
    const places = Object.keys(valuesWithIds(step.asks, this.#ids));
    const part = type.parts?.[segmentsOf(places[0] ?? '')[0] ?? ''];
    if (part) {
      const { elements } = await readPart(this.#session, part, operation.id);
      for (const path of places)
        expect(operation, now, path, get(elements, segmentsOf(path)[1] ?? '') ?? null);
    } else if (step.does === 'delete' || step.does === 'move') {
      const raw = await this.#documents.get(type, operation.id);
      if (raw)
        expectDocument(operation, type, now, step.does === 'move' ? places : undefined, normalize(type, raw));
    }
  }

  #send(step: Step, repeat: 'always' | 'refused' = 'always'): Promise<Json | undefined> {
    const body = step.body === undefined ? undefined : this.#withIds(step.body);
    const query = step.query ? { query: step.query } : {};
    return this.#session.call({ op: step.op, params: this.#params(step), ...query, body }, { repeat });
  }

  #params(step: Step): Record<string, string> {
    return Object.fromEntries(
      Object.entries(step.params).map(([name, value]) => [name, String(this.#withIds(value))]),
    );
  }

  #withIds(value: Json): Json {
    return withIds(value, (reference) =>
      this.#ids.get(creatorOf(isObject(reference) ? reference : null) ?? ''),
    );
  }
}

function withValues(document: Document, values: Values): Document {
  const result = Object.entries(values).reduce<Json | undefined>(
    (rest, [path, value]) => withValueAt(rest, path, value === null ? undefined : value),
    document,
  );
  return isObject(result) ? result : {};
}

/** Stops the operation when a place is not as the plan, and this run so far, left it. */
function expect(operation: Operation, values: Values, path: string, found: Json): void {
  const expected = said(values, path);
  if (expected !== undefined && !equal(expected, found))
    throw changedMeanwhile(operation, path, expected, found);
  for (const [inner, value] of Object.entries(values)) {
    if (!inner.startsWith(`${path}/`)) continue;
    const now = valueAt(found, inner.slice(path.length)) ?? null;
    if (!equal(value, now)) throw changedMeanwhile(operation, inner, value, now);
  }
}

/** The same for places of the document itself: for these, or for all that it has. */
function expectDocument(
  operation: Operation,
  type: ResourceType,
  values: Values,
  places: readonly string[] | undefined,
  document: Document,
): void {
  const whole = said(values, '');
  const all = Object.keys(isObject(whole) ? whole : {}).map((field) => pointer(field));
  for (const path of places ?? all) {
    const isOwn = !Object.hasOwn(type.parts ?? {}, segmentsOf(path)[0] ?? '');
    if (isOwn) expect(operation, values, path, valueAt(document, path) ?? null);
  }
}

/** What the platform answered about the elements of a part, where it answered any. */
function elementsAnswered(type: ResourceType, step: Step, body: Json | undefined, asked: Values): Values {
  const entities = isObject(body) ? get(body, 'entities') : body;
  const items = (isArray(entities) ? entities : []).filter(isObject);
  return Object.fromEntries(
    Object.entries(asked).map(([path, value]) => {
      const [name, id] = segmentsOf(path);
      const item = items.find((candidate) => idOfObject(candidate) === id);
      const attributes = Object.keys(type.parts?.[name ?? '']?.attributes ?? {});
      if (!item || !isObject(value) || step.does === 'remove') return [path, value];
      const answered = attributes.flatMap((key) =>
        Object.hasOwn(item, key) ? [[key, item[key] ?? null] as const] : [],
      );
      return [path, { ...value, ...objectOf(answered) }];
    }),
  );
}
