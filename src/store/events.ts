import type { ChangesetError } from '../diagnostics.ts';
import { isObject, type Json } from '../json/json.ts';
import { holds, overlaid, said, type Values } from '../plan/difference.ts';
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
export type DeploymentEvent = StartedEvent | IntentEvent | OutcomeEvent | FinishedEvent | EndedEvent;

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
  readonly undo: { readonly id?: string; readonly before: Values; readonly inverse: Operation['inverse'] };
}

/** Written when it is known what became of a call. */
export interface OutcomeEvent {
  readonly event: 'outcome';
  readonly at: string;
  readonly key: OperationKey;
  readonly step: number;
  /** `refused`: answered, and nothing was done. `unknown`: nobody can tell. */
  readonly status: 'done' | 'refused' | 'unknown';
  readonly id?: string;
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
}

/** What a deployment is: its plan, and what its events say of it. Unknown events are passed over. */
export function fold(plan: Plan, events: readonly DeploymentEvent[]): Deployment {
  const started = events.find((event) => event.event === 'started');
  const ended = events.findLast((event) => event.event === 'ended');
  const own = (key: OperationKey) => events.filter((event) => 'key' in event && event.key === key);
  const ids = new Map<OperationKey, string>();
  for (const event of events) {
    if (event.event === 'outcome' && event.id !== undefined) ids.set(event.key, event.id);
  }
  return {
    id: started?.deployment ?? '',
    state: ended?.state ?? 'interrupted',
    plan,
    startedAt: started?.at ?? '',
    endedAt: ended?.at,
    who: started?.who ?? { person: undefined, where: '', oauthClient: undefined },
    tool: started?.tool ?? '',
    gitCommit: started?.gitCommit,
    operations: plan.operations.map((operation) =>
      recordOf(operation, own(operation.key), (ended?.state ?? 'interrupted') !== 'interrupted', ids),
    ),
    calls: ended?.calls ?? { read: 0, write: events.filter((event) => event.event === 'outcome').length },
  };
}

function recordOf(
  operation: Operation,
  events: readonly DeploymentEvent[],
  /** Whether nobody will go on with it. */
  isOver: boolean,
  ids: ReadonlyMap<OperationKey, string>,
): OperationRecord {
  const intents = events.filter((event) => event.event === 'intent');
  const outcomes = events.filter((event) => event.event === 'outcome');
  const finished = events.findLast((event) => event.event === 'finished');
  const open = intents.some((intent) => !outcomes.some((outcome) => outcome.step === intent.step));
  const touched = open || outcomes.some((outcome) => outcome.status !== 'refused');
  const state = finished?.state ?? (open ? 'unknown' : touched ? 'running' : isOver ? 'skipped' : 'pending');
  return {
    operation,
    state,
    id: operation.id ?? ids.get(operation.key.replace(/#link$/, '')),
    touched,
    before: valuesWithIds(operation.before, ids),
    ours: oursOf(valuesWithIds(operation.after, ids), intents, outcomes),
    error: outcomes.findLast((outcome) => outcome.error !== undefined)?.error,
  };
}

/** What is asked, under what the calls asked for in fact, under what the platform answered. */
function oursOf(asked: Values, intents: readonly IntentEvent[], outcomes: readonly OutcomeEvent[]): Values {
  return intents.reduce<Values>((ours, intent) => {
    const outcome = outcomes.findLast(({ step }) => step === intent.step);
    return outcome?.status === 'refused' ? ours : overlaid(ours, outcome?.ours ?? intent.asked);
  }, asked);
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
  return Object.entries(operation.after).every(([path, asked]) => holds(said(ours, path), asked));
}

/** What a record keeps of a failure: its stable code and its words, no stack and no request. */
export function errorFacts(error: unknown): { code: string; message: string } {
  const [diagnostic] = (error as Partial<ChangesetError>).diagnostics ?? [];
  if (diagnostic) return { code: diagnostic.code, message: diagnostic.message };
  return { code: 'unexpected', message: error instanceof Error ? error.message : String(error) };
}
