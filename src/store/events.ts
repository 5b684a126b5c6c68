import type { ChangesetError } from '../diagnostics.ts';
import { isObject, type Json } from '../json/json.ts';
import { isReached } from '../plan/contents.ts';
import { overlaid, said, type Values } from '../plan/difference.ts';
import { creatorOf, pointerWithIds, withIds } from '../plan/document.ts';
import type { OperationKey } from '../plan/intent.ts';
import type { Operation, Plan } from '../plan/plan.ts';

/** Who started a deployment, as far as the surroundings tell. */
export interface Who {
  /** A CI system's user or a git identity. */
  readonly person: string | undefined;
  /** The CI run, or the machine. */
  readonly where: string;
  readonly oauthClient: string | undefined;
}

/** One line of a deployment's journal. What a deployment is, is the fold over its events. */
export type DeploymentEvent =
  | StartedEvent
  | ResumedEvent
  | IntentEvent
  | JobEvent
  | OutcomeEvent
  | FinishedEvent
  | EndedEvent;

export interface StartedEvent {
  readonly event: 'started';
  readonly format: 1;
  readonly at: string;
  readonly deployment: string;
  readonly plan: string;
  readonly who: Who;
  readonly tool: string;
  readonly gitCommit: string | undefined;
}

/** Written when somebody goes on with a deployment that had stopped. */
export interface ResumedEvent {
  readonly event: 'resumed';
  readonly at: string;
  readonly who: Who;
  readonly tool: string;
  readonly gitCommit: string | undefined;
}

/** Written before a call is sent. */
export interface IntentEvent {
  readonly event: 'intent';
  readonly at: string;
  readonly key: OperationKey;
  readonly step: number;
  readonly op: string;
  /** What the call asks for, at the places that it settles. */
  readonly asked: Values;
  /** What takes the operation back: the touched places as they were, and the same as RFC 6902. */
  readonly undo: {
    readonly id?: string;
    readonly before: Values;
    readonly inverse: Operation['inverse'];
    /** Files that the call takes away and the deployment keeps: digests, by the place that held them. */
    readonly kept?: Readonly<Record<string, string>>;
  };
}

/** Written when the platform has said under which ID it works on a step: before it is given the file that it waits for. */
export interface JobEvent {
  readonly event: 'job';
  readonly at: string;
  readonly key: OperationKey;
  readonly step: number;
  /** The job's ID. */
  readonly job: string;
}

/** Written when it is known what became of a call. */
export interface OutcomeEvent {
  readonly event: 'outcome';
  readonly at: string;
  readonly key: OperationKey;
  readonly step: number;
  /** `refused`: nothing was done. `unknown`: nobody can tell, or it was done in part. */
  readonly status: 'done' | 'refused' | 'unknown';
  /** No answer said so: it was found by reading the org afterwards. */
  readonly settled?: true;
  readonly id?: string;
  /** The object's version as the platform answered it, where its type has one. */
  readonly version?: number;
  /** What the platform answered for the touched places. */
  readonly ours?: Values;
  readonly error?: { readonly code: string; readonly message: string };
}

/** Written when an operation is over. */
export interface FinishedEvent {
  readonly event: 'finished';
  readonly at: string;
  readonly key: OperationKey;
  readonly state: 'done' | 'deviating' | 'failed' | 'unknown' | 'conflict';
}

export interface EndedEvent {
  readonly event: 'ended';
  readonly at: string;
  /** `interrupted`: somebody stopped it in good order, after something was written. */
  readonly state: Exclude<DeploymentState, 'running'>;
  readonly calls: { readonly read: number; readonly write: number };
}

export type OperationState =
  | 'pending'
  | 'running'
  | 'done'
  | 'deviating'
  | 'failed'
  | 'skipped'
  | 'unknown'
  | 'conflict';
export type DeploymentState = 'running' | 'succeeded' | 'partial' | 'failed' | 'interrupted';

/** A deployment as its journal tells it. */
export interface Deployment {
  readonly id: string;
  readonly state: DeploymentState;
  readonly plan: Plan;
  readonly startedAt: string;
  readonly endedAt: string | undefined;
  readonly who: Who;
  readonly tool: string;
  readonly gitCommit: string | undefined;
  readonly operations: readonly OperationRecord[];
  readonly calls: { readonly read: number; readonly write: number };
  /** What all of this was told from. */
  readonly events: readonly DeploymentEvent[];
}

export interface OperationRecord {
  readonly operation: Operation;
  readonly state: OperationState;
  readonly id: string | undefined;
  /** Whether any of its calls may have had an effect. */
  readonly touched: boolean;
  /** The touched places as they were. */
  readonly before: Values;
  /** What stands at the touched places since: as answered, else as asked. */
  readonly ours: Values;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  /** Files that its calls took away and the deployment keeps: digests, by the place that held them. */
  readonly kept: Readonly<Record<string, string>>;
  /** Its calls, one for each step of the operation. */
  readonly steps: readonly StepRecord[];
}

/** How far one call has come. `open`: its intent is on the disk, and nobody wrote down what became of it. */
export interface StepRecord {
  readonly state: 'pending' | 'open' | OutcomeEvent['status'];
  /** When its intent was written last, in milliseconds since the epoch. */
  readonly intendedAt: number | undefined;
  /** What it asked for, with the IDs that were known. */
  readonly asked: Values;
  /** What the platform answered. */
  readonly ours: Values | undefined;
  /** The ID of the job that its last attempt began. */
  readonly job: string | undefined;
}

/** What a deployment is: its plan, and what its events say of it. Unknown events are passed over. */
export function fold(id: string, plan: Plan, events: readonly DeploymentEvent[]): Deployment {
  const started = events.find((event) => event.event === 'started');
  const ended = events.findLast(({ event }) => event === 'ended' || event === 'resumed');
  const isOver = ended?.event === 'ended' && ended.state !== 'interrupted';
  const own = (key: OperationKey) => events.filter((event) => 'key' in event && event.key === key);
  const ids = new Map<OperationKey, string>();
  for (const event of events) {
    if (event.event === 'outcome' && event.id !== undefined) ids.set(event.key, event.id);
  }
  return {
    id,
    state: isOver ? ended.state : 'interrupted',
    plan,
    startedAt: started?.at ?? '',
    endedAt: ended?.event === 'ended' ? ended.at : undefined,
    who: started?.who ?? { person: undefined, where: '', oauthClient: undefined },
    tool: started?.tool ?? '',
    gitCommit: started?.gitCommit,
    operations: plan.operations.map((operation) => recordOf(operation, own(operation.key), isOver, ids)),
    calls: callsIn(events),
    events,
  };
}

function recordOf(
  operation: Operation,
  events: readonly DeploymentEvent[],
  /** Whether nobody will go on with it. */
  isOver: boolean,
  ids: ReadonlyMap<OperationKey, string>,
): OperationRecord {
  const outcomes = events.filter((event) => event.event === 'outcome');
  const steps = operation.steps.map((_, index) => stepOf(index, events));
  return {
    operation,
    state: stateOf(operation, events, steps, isOver, ids),
    id: operation.id ?? ids.get(operation.key.replace(/#link$/, '')),
    touched: steps.some(({ state }) => state !== 'pending' && state !== 'refused'),
    before: valuesWithIds(operation.before, ids),
    ours: oursOf(valuesWithIds(operation.after, ids), steps),
    kept: Object.assign({}, ...events.map((event) => (event.event === 'intent' ? event.undo.kept : {}))),
    error: outcomes.findLast((outcome) => outcome.error !== undefined)?.error,
    steps,
  };
}

/** A call may have been tried more than once: what was written last is true. */
function stepOf(index: number, events: readonly DeploymentEvent[]): StepRecord {
  const own = events.filter((event) => 'step' in event && event.step === index);
  const intent = own.findLast((event) => event.event === 'intent');
  const job = own.slice(intent ? own.indexOf(intent) : 0).findLast((event) => event.event === 'job');
  const last = own.at(-1);
  return {
    state: last === undefined ? 'pending' : last.event === 'outcome' ? last.status : 'open',
    intendedAt: intent && Date.parse(intent.at),
    asked: intent?.asked ?? {},
    ours: last?.event === 'outcome' ? last.ours : undefined,
    job: job?.job,
  };
}

function stateOf(
  operation: Operation,
  events: readonly DeploymentEvent[],
  steps: readonly StepRecord[],
  isOver: boolean,
  ids: ReadonlyMap<OperationKey, string>,
): OperationState {
  const last = events.at(-1);
  if (last?.event === 'finished') return last.state;
  if (steps.some(({ state }) => state === 'open' || state === 'unknown')) return 'unknown';
  if (steps.every(({ state }) => state === 'done')) {
    const reached = steps.reduce<Values>(
      (values, { ours }) => overlaid(values, ours ?? {}),
      operation.before,
    );
    return isAsAsked({ ...operation, after: valuesWithIds(operation.after, ids) }, reached)
      ? 'done'
      : 'deviating';
  }
  if (steps.some(({ state }) => state === 'done')) return 'running';
  return isOver ? 'skipped' : 'pending';
}

/** What is asked, under what the calls asked for in fact, under what the platform answered. */
function oursOf(asked: Values, steps: readonly StepRecord[]): Values {
  return steps.reduce<Values>(
    (ours, step) =>
      step.state === 'pending' || step.state === 'refused' ? ours : overlaid(ours, step.ours ?? step.asked),
    asked,
  );
}

/** Calls of every run: as it counted them, or, where it could not, as many as are written down. */
function callsIn(events: readonly DeploymentEvent[]): Deployment['calls'] {
  const calls = { read: 0, write: 0 };
  let uncounted = 0;
  for (const event of events) {
    if (event.event === 'outcome' && !event.settled) uncounted += 1;
    else if (event.event === 'resumed') {
      calls.write += uncounted;
      uncounted = 0;
    } else if (event.event === 'ended') {
      calls.read += event.calls.read;
      calls.write += event.calls.write;
      uncounted = 0;
    }
  }
  return { ...calls, write: calls.write + uncounted };
}

/** Values with the IDs of what the deployment created. */
export function valuesWithIds(values: Values, ids: ReadonlyMap<OperationKey, string>): Values {
  const idFor = (reference: Json): string | undefined =>
    ids.get(creatorOf(isObject(reference) ? reference : null) ?? '');
  return Object.fromEntries(
    Object.entries(values).map(([path, value]) => [pointerWithIds(path, idFor), withIds(value, idFor)]),
  );
}

/** Whether the answers hold what the operation asked for. */
export function isAsAsked(operation: Operation, ours: Values): boolean {
  return Object.entries(operation.after).every(([path, asked]) =>
    isReached(operation.type, path, said(ours, path), asked),
  );
}

/** What a record keeps of a failure: its stable code and its words, no stack and no request. */
export function errorFacts(error: unknown): { code: string; message: string } {
  const [diagnostic] = (error as Partial<ChangesetError>).diagnostics ?? [];
  if (diagnostic) return { code: diagnostic.code, message: diagnostic.message };
  return { code: 'unexpected', message: error instanceof Error ? error.message : String(error) };
}
