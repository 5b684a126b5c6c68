import pLimit from 'p-limit';
import type { ResourceType } from '../catalog/vocabulary.ts';
import { FreshDocuments } from '../org/fresh.ts';
import { Interrupted, NotSent, type Session } from '../org/session.ts';
import { overlaid, said, type Values } from '../plan/difference.ts';
import { creatorOf } from '../plan/document.ts';
import type { Facts } from '../plan/facts.ts';
import type { Published } from '../plan/identify.ts';
import type { OperationKey } from '../plan/intent.ts';
import type { Operation, Plan, Step } from '../plan/plan.ts';
import { NO_SECRETS, type SecretValues } from '../plan/secrets.ts';
import { publishersIn, versionAfter } from '../plan/versions.ts';
import {
  type DeploymentEvent,
  errorFacts,
  type FinishedEvent,
  type IntentEvent,
  isAsAsked,
  type OperationRecord,
  type OutcomeEvent,
  valuesWithIds,
} from '../store/events.ts';
import type { Journal } from '../store/store.ts';
import type { Effect, StepState } from './calls.ts';
import {
  added,
  DoneInPart,
  inContext,
  isInterruption,
  isRefusal,
  reasonOf,
  stateAfter,
  Unrecorded,
} from './failures.ts';
import { type Hands, NOBODY } from './hand-over.ts';
import { type FileKeeping, keepFiles } from './held-files.ts';
import type { Contents } from './job-steps.ts';
import { patiently } from './patience.ts';
import { reachedBy } from './progress.ts';
import { Writer } from './write.ts';

/** Operations at once. */
const AT_ONCE = 4;

export interface Surroundings {
  readonly session: Session;
  readonly journal: Journal;
  /** What was read when the plan was made or made again, and when. */
  readonly facts: Facts;
  readonly observedAt: number;
  /** What objects show in the place of a file, by what it is a publication of. [nobody knows] */
  readonly published?: () => Promise<Published>;
  /** The files that steps hand over. [none do] */
  readonly contents?: Contents;
  /** Who is given what the platform says only once. [nobody] */
  readonly hands?: Hands;
  /** How far an earlier run has come with this plan. [nothing is done] */
  readonly records?: readonly OperationRecord[];
  /** What bodies say where documents name a secret. [none] */
  readonly secrets?: SecretValues;
  /** Throws before a write call when another run may be writing. */
  readonly lock?: { held(): Promise<void> };
  /** Once it is aborted nothing new is sent; the calls that run are finished. */
  readonly signal: AbortSignal | undefined;
}

export interface Execution {
  readonly states: ReadonlyMap<OperationKey, FinishedEvent['state']>;
  /** The first failure; nothing new was started after it. */
  readonly error: unknown;
  /** Whether a signal kept anything from being done. */
  readonly interrupted: boolean;
  /** Whether any call had its effect, or may have had it. */
  readonly touched: boolean;
}

/** Carries a plan out. Everything clever happened before it. */
export async function execute(plan: Plan, around: Surroundings): Promise<Execution> {
  const executor = new Executor(plan, around);
  await executor.run();
  const { states, error, touched } = executor;
  const isLeft = !plan.operations.every(({ key }) => isOver(states.get(key)));
  return { states, error, interrupted: isLeft && around.signal?.aborted === true, touched };
}

/** Whether an operation needs nothing more. */
export function isOver(state: FinishedEvent['state'] | undefined): boolean {
  return state === 'done' || state === 'deviating';
}

class Executor {
  readonly states = new Map<OperationKey, FinishedEvent['state']>();
  error: unknown;
  touched = false;
  /** Whether the record takes nothing down any more. */
  #unrecordable = false;
  readonly #plan: Plan;
  readonly #around: Surroundings;
  /** IDs of what was created, by the key of the operation that did. */
  readonly #ids = new Map<OperationKey, string>();
  /** The touched places of operations that are over. */
  readonly #reached = new Map<OperationKey, Values>();
  readonly #writer: Writer;

  constructor(plan: Plan, around: Surroundings) {
    const { session, facts, observedAt } = around;
    this.#plan = plan;
    this.#around = around;
    const documents = new FreshDocuments(session, facts, observedAt, (type) => this.#pending(type));
    const { secrets = NO_SECRETS } = around;
    const contents: Contents = around.contents ?? (async () => undefined);
    const { hands = NOBODY } = around;
    const { labels } = plan;
    this.#writer = new Writer(session, documents, this.#ids, {
      observedAt,
      contents,
      labels,
      secrets,
      hands,
    });
    this.#goOn(around.records ?? []);
  }

  /** Takes over what an earlier run has done. */
  #goOn(records: readonly OperationRecord[]): void {
    for (const record of records) {
      const { operation, id, state } = record;
      const isNew = operation.id === undefined || operation.action === 'restore';
      if (isNew && id !== undefined) this.#ids.set(operation.key.replace(/#link$/, ''), id);
      this.touched ||= record.touched;
      if (state !== 'done' && state !== 'deviating') continue;
      this.states.set(operation.key, state);
      this.#reached.set(operation.key, reachedBy(record));
    }
  }

  /** Objects of the type that are still to be written over. */
  #pending(type: ResourceType): number {
    return this.#plan.operations.filter(
      ({ key, type: name, action }) => name === type.type && action === 'update' && !this.states.has(key),
    ).length;
  }

  /** Each operation starts when those that it waits for are over, a few at once. */
  async run(): Promise<void> {
    const limit = pLimit(AT_ONCE);
    const tasks = new Map<OperationKey, Promise<void>>();
    for (const operation of this.#plan.operations) {
      const before = operation.dependsOn.map((key) => tasks.get(key));
      tasks.set(
        operation.key,
        Promise.all(before).then(() => limit(() => this.#unlessStopped(operation))),
      );
    }
    await Promise.all(tasks.values());
  }

  /** Never throws: after the first failure nothing new starts, and what runs is finished. */
  async #unlessStopped(operation: Operation): Promise<void> {
    if (this.error !== undefined || this.#around.signal?.aborted || this.states.has(operation.key)) return;
    let state: FinishedEvent['state'];
    try {
      state = await this.#operation(operation);
    } catch (error) {
      // What was not sent has not failed: whoever goes on takes it up again.
      if (isInterruption(error) && isRefusal(error)) return;
      if (!isInterruption(error)) this.error = added(this.error, inContext(operation, error));
      state = stateAfter(error);
    }
    this.states.set(operation.key, state);
    await this.#record({ event: 'finished', at: this.#now(), key: operation.key, state }).catch(
      (error: unknown) => {
        this.error ??= error;
      },
    );
  }

  async #record(event: DeploymentEvent): Promise<void> {
    await this.#around.journal.append(event).catch((error: unknown) => {
      this.#unrecordable = true;
      throw error;
    });
  }

  /** One operation, call by call. */
  async #operation(operation: Operation): Promise<'done' | 'deviating'> {
    await this.#findVersions(operation).catch((error: unknown) => {
      throw new NotSent(error);
    });
    const before = this.#before(operation);
    const record = this.#around.records?.find(({ operation: { key } }) => key === operation.key);
    let now = record ? reachedBy(record, before) : before;
    for (const [index, step] of operation.steps.entries()) {
      if (record?.steps[index]?.state === 'done') continue;
      if (this.#around.signal?.aborted || this.#unrecordable)
        throw new NotSent(new Interrupted(this.#around.signal?.reason));
      const asked = valuesWithIds(step.asks, this.#ids);
      await this.#prepare(operation, index, { asked, now, before }).catch((error: unknown) => {
        throw new NotSent(error);
      });
      now = overlaid(now, await this.#send(operation, index, { asked, now }));
    }
    this.#reached.set(operation.key, now);
    const wanted = { ...operation, after: valuesWithIds(operation.after, this.#ids) };
    return isAsAsked(wanted, now) ? 'done' : 'deviating';
  }

  /** Which versions other operations of the plan have published that this one names. */
  async #findVersions({ after }: Operation): Promise<void> {
    for (const key of publishersIn({ ...after })) {
      const publisher = this.#plan.operations.find((operation) => operation.key === key);
      const id = publisher?.id ?? this.#ids.get(key);
      if (!publisher || id === undefined) continue;
      this.#ids.set(creatorOf(versionAfter(key)) ?? '', await this.#writer.newestVersion(publisher, id));
    }
  }

  /** The touched places as the plan saw them; of what this run has made or readied, as the platform answered it. */
  #before(operation: Operation): Values {
    const planned = valuesWithIds(operation.before, this.#ids);
    const before = overlaid(planned, this.#reached.get(`${operation.key}#unlink`) ?? {});
    const created = this.#reached.get(operation.key.replace(/#link$/, ''));
    if (!created) return before;
    return Object.fromEntries(Object.keys(before).map((path) => [path, said(created, path) ?? null]));
  }

  /** Looks once more at what the call relies on, and writes down what it will do and how that is taken back. */
  async #prepare(operation: Operation, index: number, state: StepState & { before: Values }): Promise<void> {
    const { key, id, steps, inverse } = operation;
    const step = steps[index];
    if (!step) return;
    await this.#writer.verify(operation, step, state.now);
    await this.#around.lock?.held();
    const kept = id === undefined ? {} : await keepFiles(operation, step, state, id, this.#keeping());
    const undo = {
      ...(id === undefined ? {} : { id }),
      ...undoOf(state.asked, state.before, inverse),
      ...(Object.keys(kept).length > 0 ? { kept } : {}),
    };
    const intent = { event: 'intent', at: this.#now(), key, step: index, op: step.op } as const;
    await this.#record({ ...intent, asked: state.asked, undo });
  }

  #keeping(): FileKeeping {
    const { session, contents: content = async () => undefined, journal } = this.#around;
    const { published = async () => (_id, _path, shown) => shown } = this.#around;
    return { session, content, published, keep: (bytes) => journal.keep(bytes) };
  }

  /** Sends one call and writes down what became of it. */
  async #send(operation: Operation, index: number, state: StepState): Promise<Values> {
    const step = operation.steps[index];
    if (!step) return {};
    const outcome = { event: 'outcome', key: operation.key, step: index } as const;
    const record = (what: Omit<OutcomeEvent, keyof typeof outcome | 'at'>): Promise<void> =>
      this.#record({ ...outcome, at: this.#now(), ...what }).catch((error: unknown) => {
        throw new Unrecorded(error);
      });
    const effect = await this.#perform(operation, step, index, state).catch(async (error: unknown) => {
      const status = isRefusal(error) ? 'refused' : 'unknown';
      this.touched ||= status === 'unknown';
      const left = error instanceof DoneInPart ? error.effect : {};
      if (error instanceof DoneInPart) this.#ids.set(operation.key, error.effect.id);
      await record(
        isInterruption(error) ? { status } : { status, ...left, error: errorFacts(reasonOf(error)) },
      );
      throw error;
    });
    this.touched = true;
    const { ours, ...facts } = effect;
    if (facts.id !== undefined) this.#ids.set(operation.key, facts.id);
    await record({ ...facts, status: 'done', ours });
    return ours;
  }

  /** The call itself, again where it came too early. */
  #perform(operation: Operation, step: Step, index: number, state: StepState): Promise<Effect> {
    const isFollowing = index > 0 || operation.dependsOn.length > 0;
    return patiently(step, isFollowing, this.#around.session.clock, async (again) => {
      if (again) await this.#writer.verifyAgain(operation, step, state.now);
      return this.#writer.perform(operation, step, state, (job) =>
        this.#record({ event: 'job', at: this.#now(), key: operation.key, step: index, job }),
      );
    });
  }

  #now(): string {
    return new Date(this.#around.session.clock.now()).toISOString();
  }
}

/** What takes one call back: of an operation with thousands of them, only what it touches. */
function undoOf(
  asked: Values,
  before: Values,
  inverse: Operation['inverse'],
): Pick<IntentEvent['undo'], 'before' | 'inverse'> {
  const own = new Set(Object.keys(asked));
  const around = new Set(Object.keys(asked).flatMap(placesAround));
  const isTouched = (path: string): boolean =>
    around.has(path) || placesAround(path).some((outer) => own.has(outer));
  return {
    before: Object.fromEntries(Object.entries(before).filter(([path]) => isTouched(path))),
    inverse: inverse.filter(({ path }) => isTouched(path)),
  };
}

/** A place and all those around it. */
function placesAround(path: string): string[] {
  const places = [path];
  for (let outer = path; outer !== ''; places.push(outer)) outer = outer.slice(0, outer.lastIndexOf('/'));
  return places;
}
