import type {
  AnnouncedIntent,
  PaceEvent,
  PlannedEvent,
  RunEvent,
  VersionEvent,
  WaitingEvent,
} from '../src/deploy/run-events.ts';
import type {
  EndedEvent,
  FinishedEvent,
  JobEvent,
  OutcomeEvent,
  ResumedEvent,
  StartedEvent,
  Who,
} from '../src/store/events.ts';
import { DRAFT, type JsonSchema } from './json-schema.ts';
import {
  anyText,
  choiceOf,
  count,
  definitions,
  listOf,
  objectOf,
  ref,
  text,
  timestamp,
} from './plan-schema.ts';

const calls = objectOf<EndedEvent['calls']>({ read: count, write: count }, {});
const step: JsonSchema = { ...count, description: 'Which of the calls of the operation, counted from 0' };

const version = objectOf<VersionEvent>({ event: { const: 'version' }, format: { const: 1 }, tool: text }, {});

const planned = objectOf<PlannedEvent>(
  {
    event: { const: 'planned' },
    at: timestamp,
    plan: text,
    environment: text,
    undoes: { ...text, description: 'The deployment that the plan undoes' },
    operations: listOf(
      objectOf<PlannedEvent['operations'][number]>(
        {
          key: ref('operationKey'),
          type: text,
          name: anyText,
          action: choiceOf<PlannedEvent['operations'][number]['action']>({
            create: true,
            update: true,
            delete: true,
            restore: true,
          }),
        },
        {},
      ),
    ),
    calls: { ...calls, description: 'Reads done while planning, writes to do' },
    estimatedSeconds: { type: 'number', minimum: 0 },
  },
  { undoes: true },
);

const started = objectOf<StartedEvent>(
  {
    event: { const: 'started' },
    format: { const: 1 },
    at: timestamp,
    deployment: text,
    plan: text,
    who: objectOf<Who>(
      { person: anyText, where: anyText, oauthClient: anyText },
      { person: true, oauthClient: true },
    ),
    tool: text,
    gitCommit: text,
  },
  { gitCommit: true },
);

const resumed = objectOf<ResumedEvent>(
  {
    event: { const: 'resumed' },
    at: timestamp,
    who: objectOf<Who>(
      { person: anyText, where: anyText, oauthClient: anyText },
      { person: true, oauthClient: true },
    ),
    tool: text,
    gitCommit: text,
  },
  { gitCommit: true },
);

const intent = objectOf<AnnouncedIntent>(
  {
    event: { const: 'intent' },
    at: timestamp,
    key: ref('operationKey'),
    step,
    op: { ...text, description: 'The operation ID of the Platform API, or the path of a service beside it' },
    asked: ref('values'),
  },
  {},
);

const job = objectOf<JobEvent>(
  {
    event: { const: 'job' },
    at: timestamp,
    key: ref('operationKey'),
    step,
    job: { ...anyText, description: 'The ID under which the platform works on it' },
  },
  {},
);

const outcome = objectOf<OutcomeEvent>(
  {
    event: { const: 'outcome' },
    at: timestamp,
    key: ref('operationKey'),
    step,
    status: choiceOf<OutcomeEvent['status']>({ done: true, refused: true, unknown: true }),
    settled: { const: true, description: 'Found by reading the org afterwards' },
    id: { ...text, description: 'The ID of what the call created' },
    version: { type: 'integer', description: "The object's version as it was answered" },
    ours: ref('values'),
    error: objectOf<NonNullable<OutcomeEvent['error']>>({ code: text, message: anyText }, {}),
  },
  { settled: true, id: true, version: true, ours: true, error: true },
);

const finished = objectOf<FinishedEvent>(
  {
    event: { const: 'finished' },
    at: timestamp,
    key: ref('operationKey'),
    state: choiceOf<FinishedEvent['state']>({
      done: true,
      deviating: true,
      failed: true,
      unknown: true,
      conflict: true,
    }),
  },
  {},
);

const ended = objectOf<EndedEvent>(
  {
    event: { const: 'ended' },
    at: timestamp,
    state: choiceOf<EndedEvent['state']>({ succeeded: true, partial: true, failed: true, interrupted: true }),
    calls,
  },
  {},
);

const waiting = objectOf<WaitingEvent>(
  {
    event: { const: 'waiting' },
    at: timestamp,
    why: { ...text, description: 'A stable word' },
    words: { ...text, description: 'The same for people' },
    until: timestamp,
  },
  {},
);

const pace = objectOf<PaceEvent>(
  {
    event: { const: 'pace' },
    at: timestamp,
    callsLeft: { type: 'integer', minimum: 0 },
    secondsLeft: { type: 'integer', minimum: 0 },
  },
  {},
);

/** Each kind of event: one that is added to the type does not compile until it is here. */
const events: Readonly<Record<RunEvent['event'], JsonSchema>> = {
  version,
  planned,
  started,
  resumed,
  intent,
  job,
  outcome,
  finished,
  ended,
  waiting,
  pace,
};

/** The schema of a line of `--events`, format 1. */
export function eventsSchema(): JsonSchema {
  const { operationKey, values } = definitions;
  return {
    $schema: DRAFT,
    title: 'Event',
    description: 'One line of --events. The first is of the kind "version".',
    oneOf: Object.values(events),
    $defs: { operationKey, values },
  };
}
