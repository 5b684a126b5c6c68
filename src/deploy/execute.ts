import pLimit from 'p-limit';
import { typeNamed } from '../catalog/index.ts';
import type { ResourceType } from '../catalog/vocabulary.ts';
import { ChangesetError, failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import { equal, get, isArray, isObject, type Json, type JsonObject } from '../json/json.ts';
import { pointer, segmentsOf, valueAt, withValueAt } from '../json/pointer.ts';
import { isDuplicate, isMissing, NoAnswer, PlatformError } from '../org/errors.ts';
import { FRESH_MS, FreshDocuments } from '../org/fresh.ts';
import { answer, readPart } from '../org/reader.ts';
import { NotSent, type Session } from '../org/session.ts';
import { overlaid, said, type Values, valuesAt } from '../plan/difference.ts';
import { creatorOf, type Document, normalize, replaceBody, withIds } from '../plan/document.ts';
import { Facts, idOfObject, questionKey } from '../plan/facts.ts';
import type { OperationKey } from '../plan/intent.ts';
import { titleOf } from '../plan/operations.ts';
import type { Operation, Plan, Step } from '../plan/plan.ts';
import {
  errorFacts,
  type FinishedEvent,
  isAsAsked,
  type OutcomeEvent,
  valuesWithIds,
} from '../store/events.ts';
import type { Journal } from '../store/store.ts';

/** Operations at once. */
const AT_ONCE = 4;
/** How often, and after what waits in milliseconds, an object is looked for whose creation was not answered. */
const LOOKS_MS = [500, 2000, 5000];

export interface Surroundings {
  readonly session: Session;
  readonly journal: Journal;
  /** What was read when the plan was made or made again, and when. */
  readonly facts: Facts;
  readonly observedAt: number;
  readonly onProgress: (operation: Operation, state: FinishedEvent['state'] | 'started') => void;
}

export interface Execution {
  readonly states: ReadonlyMap<OperationKey, FinishedEvent['state']>;
  /** The first failure; nothing new was started after it. */
  readonly error: unknown;
}

/** Carries a plan out. The one place that writes to an org. Everything clever happened before it. */
export async function execute(plan: Plan, around: Surroundings): Promise<Execution> {
  const executor = new Executor(plan, around);
  await executor.run();
  return { states: executor.states, error: executor.error };
}

interface StepState {
  /** What the step asks for, with the IDs that are known by now. */
  readonly asked: Values;
  /** The touched places as the plan saw them, with what this operation has done since. */
  readonly now: Values;
}

class Executor {
  readonly states = new Map<OperationKey, FinishedEvent['state']>();
  error: unknown;
  readonly #plan: Plan;
  readonly #around: Surroundings;
  readonly #ids = new Map<OperationKey, string>();
  readonly #documents: FreshDocuments;

  constructor(plan: Plan, around: Surroundings) {
    this.#plan = plan;
    this.#around = around;
    this.#documents = new FreshDocuments(around.session, around.facts, around.observedAt, (type) =>
      this.#pending(type),
    );
  }

  /** Objects of the type that are still to be written over. */
  #pending(type: ResourceType): number {
    return this.#plan.operations.filter(
      ({ key, type: name, action }) => name === type.type && action === 'update' && !this.states.has(key),
    ).length;
  }

  async run(): Promise<void> {
    const limit = pLimit(AT_ONCE);
    const tasks = new Map<OperationKey, Promise<void>>();
    for (const operation of this.#plan.operations) {
      const before = operation.dependsOn.map((key) => tasks.get(key));
      const task = Promise.all(before).then(() => limit(() => this.#unlessStopped(operation)));
      tasks.set(operation.key, task);
    }
    await Promise.all(tasks.values());
  }

  async #unlessStopped(operation: Operation): Promise<void> {
    if (this.error !== undefined) return;
    this.#around.onProgress(operation, 'started');
    let state: FinishedEvent['state'];
    try {
      state = await this.#operation(operation);
    } catch (error) {
      this.error ??= inContext(operation, error instanceof NotSent ? error.cause : error);
      state = stateAfter(error);
    }
    this.states.set(operation.key, state);
    await this.#record({ event: 'finished', at: this.#now(), key: operation.key, state });
    this.#around.onProgress(operation, state);
  }

  /** One operation, call by call. What a call relies on is looked at again just before, if it is not fresh. */
  async #operation(operation: Operation): Promise<'done' | 'deviating'> {
    const before = valuesWithIds(operation.before, this.#ids);
    let now = before;
    for (const [index, step] of operation.steps.entries()) {
      await this.#verify(operation, step, now);
      const asked = valuesWithIds(step.asks, this.#ids);
      await this.#record({
        event: 'intent',
        at: this.#now(),
        key: operation.key,
        step: index,
        op: step.op,
        asked,
        undo: {
          ...(operation.id === undefined ? {} : { id: operation.id }),
          before,
          inverse: operation.inverse,
        },
      });
      now = overlaid(now, await this.#send(operation, step, index, { asked, now }));
    }
    const wanted = { ...operation, after: valuesWithIds(operation.after, this.#ids) };
    return isAsAsked(wanted, now) ? 'done' : 'deviating';
  }

  /** Sends one call and writes down what became of it. */
  async #send(operation: Operation, step: Step, index: number, state: StepState): Promise<Values> {
    const outcome = { event: 'outcome', key: operation.key, step: index } as const;
    try {
      const { id, ours } = await this.#effect(operation, step, state);
      if (id !== undefined) this.#ids.set(operation.key.replace(/#link$/, ''), id);
      await this.#record({
        ...outcome,
        at: this.#now(),
        status: 'done',
        ...(id === undefined ? {} : { id }),
        ours,
      });
      return ours;
    } catch (error) {
      const reason = error instanceof NotSent ? error.cause : error;
      const status: OutcomeEvent['status'] = isRefusal(error) ? 'refused' : 'unknown';
      await this.#record({ ...outcome, at: this.#now(), status, error: errorFacts(reason) });
      throw error;
    }
  }

  async #effect(operation: Operation, step: Step, state: StepState): Promise<{ id?: string; ours: Values }> {
    const type = typeNamed(operation.type);
    if (step.does === 'create') return this.#create(operation, step, type);
    const id = this.#idOf(operation);
    if (step.does === 'update') return { ours: await this.#replace(operation, step, type, id, state) };
    const body = await this.#call(step).catch((error: unknown) => {
      // What is gone already need not be deleted, and what is no element need not be taken out.
      if (isMissing(error) && (step.does === 'delete' || step.does === 'remove')) return undefined;
      throw error;
    });
    if (step.does === 'delete') {
      this.#documents.set(type, id, null);
      return { ours: { '': null } };
    }
    if (step.does === 'restore')
      return { id, ours: { '': this.#answered(type, id, body) ?? state.asked[''] ?? null } };
    if (step.does === 'move') return { ours: await this.#moved(step, type, id, body) };
    return { ours: partAnswer(type, step, body, state.asked) };
  }

  /** A create is sent once. If its answer is lost, the object is looked for before anybody sends another. */
  async #create(operation: Operation, step: Step, type: ResourceType): Promise<{ id: string; ours: Values }> {
    const send = (): Promise<Json | undefined> => this.#call(step, 'refused');
    const body = await send().catch(async (error: unknown) => {
      if (isDuplicate(error)) throw await this.#inTheWay(operation, type, error);
      if (isRefusal(error)) throw error;
      const found = await this.#lookFor(operation, type);
      if (found) return found;
      if (type.unique === 'org') return send();
      throw error;
    });
    const id = isObject(body) ? idOfObject(body) : '';
    const document = this.#answered(type, id, body);
    if (id === '' || !document) {
      throw failure(
        exitCodes.failure,
        'platform.unreadable',
        `Genesys Cloud created ${titleOf(operation)} without saying its ID.`,
      );
    }
    return { id, ours: { '': document } };
  }

  /** The object whose creation was not answered, once it is visible. */
  async #lookFor(operation: Operation, type: ResourceType): Promise<JsonObject | undefined> {
    for (const wait of LOOKS_MS) {
      await this.#around.session.clock.sleep(wait);
      const [found] = await this.#named(operation.live, type);
      if (found) return found;
    }
    return undefined;
  }

  async #named(live: string, type: ResourceType): Promise<readonly JsonObject[]> {
    const question = { ask: 'named', type, live } as const;
    const facts = new Facts();
    await answer(this.#around.session, [question], facts);
    return facts.named.get(questionKey(question)) ?? [];
  }

  /** The platform says that there is one of this name: says which. */
  async #inTheWay(operation: Operation, type: ResourceType, error: PlatformError): Promise<ChangesetError> {
    const [found] = await this.#named(operation.live, type).catch(() => []);
    const which = found
      ? `It has the ID ${idOfObject(found)}.`
      : 'It is not visible to this client: it may be in a division that the client cannot see.';
    return failure(
      exitCodes.conflict,
      'create.duplicate',
      `There is a ${type.noun} "${operation.live}" already. ${which}`,
      {
        hint: 'Simulate again to see it in the plan.',
        cause: error,
      },
    );
  }

  /** A whole-document update: what the plan changes, put over the object as it is at this moment. */
  async #replace(
    operation: Operation,
    step: Step,
    type: ResourceType,
    id: string,
    state: StepState,
  ): Promise<Values> {
    const { asked, now } = state;
    let attempts = 0;
    let sent = false;
    const prepare = async (): Promise<Json> => {
      attempts += 1;
      const raw =
        attempts === 1 ? await this.#documents.get(type, id) : await this.#documents.again(type, id);
      if (!raw) throw gone(operation);
      const document = normalize(type, raw);
      for (const path of Object.keys(asked)) {
        const value = valueAt(document, path) ?? null;
        // After an attempt whose answer was lost the object may be as that attempt made it.
        if (!(attempts > 1 && equal(value, asked[path]))) this.#expect(operation, now, path, value);
      }
      const after = Object.entries(asked).reduce<Json | undefined>(
        (result, [path, value]) => withValueAt(result, path, value === null ? undefined : value),
        document,
      );
      sent = true;
      return replaceBody(type, isObject(after) ? after : {}, raw);
    };
    const call = { op: step.op, params: this.#params(step) };
    const body = await this.#around.session
      .call(call, { repeat: 'always', prepare })
      .catch((error: unknown) => {
        throw error instanceof NotSent && sent ? error.cause : error;
      });
    const document =
      this.#answered(type, id, body) ?? normalize(type, (await this.#documents.again(type, id)) ?? {});
    return valuesAt(document, Object.keys(asked));
  }

  /** Checks what the step relies on, if that was read too long ago. An update looks for itself. */
  async #verify(operation: Operation, step: Step, now: Values): Promise<void> {
    const { session, observedAt } = this.#around;
    if (session.clock.now() - observedAt <= FRESH_MS || operation.id === undefined || step.does === 'update')
      return;
    const type = typeNamed(operation.type);
    const [place] = Object.keys(step.asks);
    const part = type.parts?.[segmentsOf(place ?? '')[0] ?? ''];
    if (part) {
      const { elements } = await readPart(session, part, operation.id);
      for (const path of Object.keys(valuesWithIds(step.asks, this.#ids))) {
        this.#expect(operation, now, path, get(elements, segmentsOf(path)[1] ?? '') ?? null);
      }
      return;
    }
    if (step.does !== 'delete' && step.does !== 'move') return;
    const raw = await this.#documents.get(type, operation.id);
    if (!raw) return;
    const document = normalize(type, raw);
    const whole = said(now, '');
    const places =
      step.does === 'move'
        ? Object.keys(step.asks)
        : Object.keys(isObject(whole) ? whole : {}).map((key) => pointer(key));
    const own = places.filter((path) => !Object.hasOwn(type.parts ?? {}, segmentsOf(path)[0] ?? ''));
    for (const path of own) this.#expect(operation, now, path, valueAt(document, path) ?? null);
  }

  /** Stops the operation when a place is not as the plan, and this run so far, left it. */
  #expect(operation: Operation, values: Values, path: string, found: Json): void {
    const expected = said(values, path);
    if (expected !== undefined) {
      if (!equal(expected, found)) throw changedMeanwhile(operation, path, expected, found);
      return;
    }
    for (const [inner, value] of Object.entries(values)) {
      if (!inner.startsWith(`${path}/`)) continue;
      const now = valueAt(found, inner.slice(path.length)) ?? null;
      if (!equal(value, now)) throw changedMeanwhile(operation, inner, value, now);
    }
  }

  /** A move may be answered without a body, and without effect: then the object says what it is. */
  async #moved(step: Step, type: ResourceType, id: string, body: Json | undefined): Promise<Values> {
    const document =
      this.#answered(type, id, body) ?? normalize(type, (await this.#documents.again(type, id)) ?? {});
    return valuesAt(document, Object.keys(step.asks));
  }

  /** The answer as a document, which is kept for the steps to come. Undefined when it is none. */
  #answered(type: ResourceType, id: string, body: Json | undefined): Document | undefined {
    if (!isObject(body) || get(body, 'id') !== id) return undefined;
    this.#documents.set(type, id, body);
    return normalize(type, body);
  }

  #call(step: Step, repeat: 'always' | 'refused' = 'always'): Promise<Json | undefined> {
    const body = step.body === undefined ? undefined : this.#withIds(step.body);
    const query = step.query ? { query: step.query } : {};
    return this.#around.session.call({ op: step.op, params: this.#params(step), ...query, body }, { repeat });
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

  #idOf(operation: Operation): string {
    return operation.id ?? this.#ids.get(operation.key.replace(/#link$/, '')) ?? '';
  }

  async #record(event: Parameters<Journal['append']>[0]): Promise<void> {
    await this.#around.journal.append(event);
  }

  #now(): string {
    return new Date(this.#around.session.clock.now()).toISOString();
  }
}

/** What the platform answered about the elements of a part, where it answered any. */
function partAnswer(type: ResourceType, step: Step, body: Json | undefined, asked: Values): Values {
  const entities = isObject(body) ? get(body, 'entities') : body;
  const items = (isArray(entities) ? entities : []).filter(isObject);
  return Object.fromEntries(
    Object.entries(asked).map(([path, value]) => {
      const [name, id] = segmentsOf(path);
      const item = items.find((candidate) => idOfObject(candidate) === id);
      const attributes = Object.keys(type.parts?.[name ?? '']?.attributes ?? {});
      if (!item || !isObject(value) || step.does === 'remove') return [path, value];
      const answered = Object.fromEntries(
        attributes.flatMap((key) => (Object.hasOwn(item, key) ? [[key, item[key] ?? null]] : [])),
      );
      return [path, { ...value, ...answered }];
    }),
  );
}

/** Whether the failure says that nothing was done. */
function isRefusal(error: unknown): boolean {
  if (error instanceof NotSent) return true;
  if (error instanceof NoAnswer) return false;
  return (
    !(error instanceof PlatformError) || (error.status >= 400 && error.status < 500 && error.status !== 408)
  );
}

function stateAfter(error: unknown): FinishedEvent['state'] {
  const reason = error instanceof NotSent ? error.cause : error;
  if (reason instanceof ChangesetError && reason.diagnostics[0]?.code === 'object.changed') return 'conflict';
  return isRefusal(error) ? 'failed' : 'unknown';
}

function changedMeanwhile(operation: Operation, path: string, before: Json, now: Json): ChangesetError {
  const field = path === '' ? '' : `, ${path.slice(1).replaceAll('/', '.')}`;
  return failure(
    exitCodes.conflict,
    'object.changed',
    `Somebody changed ${titleOf(operation)}${field} since the plan was made: it was ${JSON.stringify(before)} and is ${JSON.stringify(now)}.`,
    { hint: 'Nothing was written over it. Simulate again.' },
  );
}

function gone(operation: Operation): ChangesetError {
  return failure(
    exitCodes.conflict,
    'object.gone',
    `${titleOf(operation)} was deleted since the plan was made.`,
    {
      hint: 'Simulate again.',
    },
  );
}

/** The failure with the object that it is about in front. */
function inContext(operation: Operation, error: unknown): unknown {
  if (!(error instanceof ChangesetError)) return error;
  const [first, ...rest] = error.diagnostics;
  if (!first) return error;
  const title = titleOf(operation);
  const message = first.message.includes(title) ? first.message : `${title}: ${first.message}`;
  return new ChangesetError(error.exitCode, [{ ...first, message }, ...rest], { cause: error });
}
