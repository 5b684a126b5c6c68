/** Flows: jobs that publish them, earlier versions, and who uses what. */
import { type Answer, type Call, first, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import { lockOf, publishAgain, register, rendered, versionsOf } from '../flow-jobs.ts';
import { isObject, type JsonObject, textOf } from '../json.ts';
import type { Document } from '../model.ts';
import { numberedPage } from '../paging.ts';
import {
  DATA_TABLES,
  EMERGENCY_GROUPS,
  FLOW_JOBS,
  FLOW_LOG_LEVELS,
  FLOWS,
  GRAMMARS,
  GROUPS,
  LANGUAGES,
  PROMPTS,
  QUEUES,
  SCHEDULE_GROUPS,
  SCHEDULES,
  SCRIPTS,
  SKILLS,
  WRAPUP_CODES,
} from '../paths.ts';
import { lives } from '../references.ts';
import { objectBody } from './body.ts';
import * as documents from './documents.ts';

const MAX_PAGE = 100;

/** Where the objects of a kind are listed, by the index's word for it. */
const KINDS: Readonly<Record<string, string>> = {
  DATATABLE: DATA_TABLES,
  QUEUE: QUEUES,
  ACDSKILL: SKILLS,
  ACDLANGUAGE: LANGUAGES,
  ACDWRAPUPCODE: WRAPUP_CODES,
  GRAMMAR: GRAMMARS,
  USERPROMPT: PROMPTS,
  SCHEDULE: SCHEDULES,
  SCHEDULEGROUP: SCHEDULE_GROUPS,
  EMERGENCYGROUP: EMERGENCY_GROUPS,
  COMPOSERSCRIPT: SCRIPTS,
  GROUP: GROUPS,
};

const flows = collectionAt(FLOWS);

export function postJob(call: Call): Answer {
  if (call.body !== undefined) objectBody(call, { mode: 'create', seen: undefined });
  return { body: register(call.org, call.client) };
}

export function readJob(call: Call): Answer {
  const job = call.org.get(FLOW_JOBS, param(call, 'jobId'));
  if (!job) throw notFound();
  return { body: rendered(call.org, job, first(call.query, 'expand') === 'messages') };
}

/** An operation shows as under way once. */
export function readFlow(call: Call): Answer {
  const answer = documents.read(call, flows);
  const { org } = call;
  const id = param(call, 'flowId');
  const looks = org.flowOperations.get(id) ?? 0;
  const { body } = answer;
  if (looks === 0 || !isObject(body)) return answer;
  org.flowOperations.set(id, looks - 1);
  const operation = isObject(body.currentOperation) ? body.currentOperation : {};
  const running = { id: operation.id ?? '', actionName: 'PUBLISH', complete: false, actionStatus: 'STARTED' };
  return { body: { ...body, currentOperation: running } };
}

/** Somebody's unsaved work keeps a flow from being changed. */
function changeable(call: Call, id: string): Document {
  const flow = documents.foundToChange(call, flows, id);
  const who = lockOf(flow);
  if (who !== undefined) throw conflict(`The flow is locked by ${who}.`);
  return flow;
}

export function replaceFlow(call: Call): Answer {
  changeable(call, param(call, 'flowId'));
  return documents.replace(call, flows);
}

/** A flow that another published one, a queue or a call route uses stays. */
export function deleteFlow(call: Call): Answer {
  const { id } = changeable(call, param(call, 'flowId'));
  const user = usersOf(call, FLOWS, id).find(({ flow, isPublished }) => isPublished && flow.id !== id);
  if (user) throw conflict(`The flow is used by the flow ${user.flow.name}.`);
  call.org.remove(FLOW_LOG_LEVELS, id);
  return documents.remove(call, flows);
}

export function publish(call: Call): Answer {
  const flow = changeable(call, first(call.query, 'flow') ?? '');
  const version = first(call.query, 'version');
  if (version === undefined) throw badRequest('The sandbox publishes only versions that are named.');
  return { body: publishAgain(call.org, call.client, flow, version) };
}

export function readBuild({ org }: Call): Answer {
  const status = org.switches.dependencyIndex === 'built' ? 'OPERATIONAL' : 'BUILDINPROGRESS';
  return { body: { id: 'dependencies', status, failedObjects: [] } };
}

/** The versions of flows that use an object. */
function usersOf(
  { org }: Pick<Call, 'org'>,
  path: string,
  id: string,
): { readonly flow: Document; readonly version: string; readonly isPublished: boolean }[] {
  return org
    .all(FLOWS)
    .filter(lives)
    .flatMap((flow) => {
      const published = isObject(flow.publishedVersion) ? textOf(flow.publishedVersion.id) : undefined;
      return versionsOf(flow).flatMap(({ id: version, uses }) =>
        uses
          .filter((use) => use.path === path && use.id === id)
          .map(() => ({ flow, version, isPublished: version === published })),
      );
    });
}

/** Who uses an object: one entry for each reference and version. While the index is built it may lack some. */
export function listConsumers(call: Call): Answer {
  const type = first(call.query, 'objectType') ?? '';
  const path = type.endsWith('FLOW') ? FLOWS : KINDS[type];
  const id = first(call.query, 'id') ?? '';
  const isBuilt = call.org.switches.dependencyIndex === 'built';
  // What is checked in here is published.
  const filtered = call.query.has('flowFilter');
  const found = path === undefined || !isBuilt ? [] : usersOf(call, path, id);
  const users = found.filter(({ isPublished }) => isPublished || !filtered);
  const body = numberedPage(call, users, MAX_PAGE, ({ flow, version }): JsonObject => {
    const kind = `${textOf(flow.type)}`.replace(/FLOW$/, '');
    return {
      id: flow.id,
      name: flow.name ?? '',
      type: `${kind}FLOW`,
      version,
      deleted: false,
      updated: false,
      stateUnknown: false,
    };
  });
  return { status: isBuilt ? 200 : 206, body };
}
