import type { Operation, Plan } from '../plan/plan.ts';
import type { DeploymentEvent, IntentEvent } from '../store/events.ts';
import type { Journal } from '../store/store.ts';
import { toolVersion } from '../version.ts';

/**
 * What a run tells while it goes on: the journal's events, once they are on the disk, and some of its own. The lines
 * of `--events` and what `onEvent` hears are the same. New kinds and new fields may come; pass over unknown ones.
 */
export type RunEvent =
  | VersionEvent
  | PlannedEvent
  | WaitingEvent
  | PaceEvent
  | AnnouncedIntent
  | Exclude<DeploymentEvent, IntentEvent>;

/** The first of all: how to read the rest. */
export interface VersionEvent {
  readonly event: 'version';
  readonly format: 1;
  readonly tool: string;
}

/** What is about to be carried out. A rollback that follows a failure has a plan of its own. */
export interface PlannedEvent {
  readonly event: 'planned';
  readonly at: string;
  readonly plan: string;
  readonly environment: string;
  /** The deployment that the plan undoes. */
  readonly undoes?: string;
  readonly operations: readonly Pick<Operation, 'key' | 'type' | 'name' | 'action'>[];
  /** Reads done while planning, writes to do. */
  readonly calls: Plan['calls'];
  readonly estimatedSeconds: number;
}

/** Nothing is sent for a while. */
export interface WaitingEvent {
  readonly event: 'waiting';
  readonly at: string;
  /** A stable word, for programs. */
  readonly why: string;
  /** The same for people, as it stands after "waiting 24 s: ". */
  readonly words: string;
  readonly until: string;
}

/** After each call: how many are left to make, and how long that will take as the platform's limit has it. */
export interface PaceEvent {
  readonly event: 'pace';
  readonly at: string;
  readonly callsLeft: number;
  readonly secondsLeft: number;
}

/** An intent without its way back: that is for the record alone. */
export type AnnouncedIntent = Omit<IntentEvent, 'undo'>;

/** Hears the events of a run. What it throws is passed over: nobody who listens can stop a run. */
export type OnEvent = (event: RunEvent) => void;

/** Calls a listener so that neither what it throws nor what it does to the event reaches the run. */
export function speaker(listener: OnEvent | undefined): OnEvent {
  if (!listener) return () => {};
  return (event) => {
    void (async () => listener(structuredClone(event)))().catch(() => {});
  };
}

export function versionEvent(): VersionEvent {
  return { event: 'version', format: 1, tool: toolVersion() };
}

export function plannedEvent(plan: Plan, at: string): PlannedEvent {
  const { id, environment, undoes, operations, calls, estimatedSeconds } = plan;
  return {
    event: 'planned',
    at,
    plan: id,
    environment,
    ...(undoes === undefined ? {} : { undoes }),
    operations: operations.map(({ key, type, name, action }) => ({ key, type, name, action })),
    calls,
    estimatedSeconds,
  };
}

/**
 * The journal, with each event announced once it is on the disk, and after each call how far it is to the end.
 * @param calls that the plan has
 * @param forecast how long so many more calls will take, in milliseconds
 */
export function announced(
  journal: Journal,
  tell: OnEvent,
  calls: number,
  forecast: (calls: number) => number,
): Journal {
  let left = calls;
  return {
    async append(event) {
      await journal.append(event);
      tell(announcement(event));
      if (event.event !== 'outcome') return;
      left = Math.max(left - 1, 0);
      const secondsLeft = Math.ceil(forecast(left) / 1000);
      tell({ event: 'pace', at: event.at, callsLeft: left, secondsLeft });
    },
    keep: (bytes) => journal.keep(bytes),
    close: () => journal.close(),
  };
}

function announcement(event: DeploymentEvent): RunEvent {
  if (event.event !== 'intent') return event;
  const { undo: _, ...rest } = event;
  return rest;
}
