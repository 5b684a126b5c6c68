import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { valueAt } from '../../json/pointer.ts';
import type { ResourceType } from '../vocabulary.ts';
import { readFlowFile } from './flow-file/read.ts';

/** What the platform says of a flow beside its content: it changes with every look. */
const ASIDE = [
  'active',
  'checkedInVersion',
  'currentOperation',
  'debugVersion',
  'deleted',
  'inputSchema',
  'lockedClient',
  'lockedUser',
  'outputSchema',
  'publishedBy',
  'publishedVersion',
  'savedVersion',
  'system',
  'virtualAgentEnabled',
];

/**
 * A flow is its file: Architect YAML, published by a job that makes or changes the flow of that name and type. The same
 * name may stand once in each type.
 */
export const flow = {
  type: 'flow',
  noun: 'flow',
  calls: {
    list: 'getFlows',
    read: 'getFlow',
    create: 'postFlowsJobs',
    update: 'putFlow',
    remove: 'deleteFlow',
  },
  identity: '/name',
  kind: '/type',
  list: { size: 500, find: 'name', passes: [{ deleted: false }], lacks: ['/file'] },
  references: { '/division': { type: 'auth_division' } },
  files: {
    '/file': {
      noun: 'a flow as Architect YAML',
      most: 4 * 1024 * 1024,
      read: readFlowFile,
      job: 'publish',
      shown: publication,
      by: publisher,
      back: {
        job: 'republish',
        value: (shown) => /^version ([^\s,]+)/.exec(shown)?.[1] ?? '',
        date: (shown) => /, published (.*)$/.exec(shown)?.[1],
      },
    },
  },
  jobs: {
    // Source of the times: CX as Code 1.84.1, 2026-07; of the permissions: the messages of jobs that lacked them.
    publish: {
      making: ['architect:flow:add', 'architect:flow:publish'],
      changing: ['architect:flow:edit', 'architect:flow:publish'],
      begin: { op: 'postFlowsJobs', params: {}, body: {} },
      upload: { address: '/presignedUrl', headers: '/headers' },
      watch: {
        op: 'getFlowsJob',
        params: { jobId: '$job' },
        query: { expand: 'messages' },
        state: '/status',
        idle: ['Registered'],
        done: ['Success'],
        failed: ['Failure'],
        made: '/flow/id',
        messages: ['/messages'],
        // It finds by name what the flow names. Source of the text: users of CX as Code, 2026-07.
        early: /^find '.*' - no matches$/,
        everyMs: 15_000,
        forMs: 16 * 60_000,
      },
    },
    // An earlier version takes effect again.
    republish: {
      begin: { op: 'postFlowsActionsPublish', params: {}, query: { flow: '$id', version: '$value' } },
      watch: {
        op: 'getFlow',
        params: { flowId: '$id' },
        job: '/currentOperation/id',
        state: '/currentOperation/actionStatus',
        done: ['SUCCESS'],
        failed: ['FAILURE'],
        messages: ['/currentOperation/errorMessage', '/currentOperation/errorCode'],
        everyMs: 15_000,
        forMs: 5 * 60_000,
      },
    },
  },
  managed: ASIDE.map((field) => `/${field}`),
  fixed: [
    {
      where: { system: true },
      why: 'this flow belongs to Genesys Cloud: it can be referred to, not changed',
    },
  ],
  unsupported: {
    ...Object.fromEntries(ASIDE.map((field) => [`/${field}`, 'is for the platform to say'])),
    '/createStubs': 'is not documented',
    '/description': "stands in the flow's file",
    '/division': "stands in the flow's file",
    '/id': 'is given by Genesys Cloud',
    '/type': "is the first key of the flow's file",
    '/worktypeId': "belongs to flows of work items, and stands in the flow's file",
  },
  // The types of flows, and the words of the index, with FLOW behind them where it is not there.
  tracked: (raw) => `${(textAt(raw, '/type') ?? '').replace(/FLOW$/, '')}FLOW`,
  remove: { losses: ['its earlier versions'] },
  held: editor,
} satisfies ResourceType;

/** Numbers alone do not tell publications apart: an earlier version may be published again under its number. */
function publication(raw: JsonObject): string | undefined {
  const [version, date] = ['/publishedVersion/id', '/publishedVersion/datePublished'].map((place) =>
    textAt(raw, place),
  );
  if (version === undefined) return undefined;
  return `version ${version}${date === undefined ? '' : `, published ${date}`}`;
}

function publisher(raw: JsonObject): string | undefined {
  return whoIn(valueAt(raw, '/publishedBy')) ?? whoIn(valueAt(raw, '/publishedVersion/createdByClient'));
}

function editor(raw: JsonObject): string | undefined {
  return whoIn(valueAt(raw, '/lockedUser')) ?? whoIn(valueAt(raw, '/lockedClient'));
}

/** A user, or an OAuth client. */
function whoIn(reference: Json | undefined): string | undefined {
  if (!isObject(reference)) return undefined;
  return textAt(reference, '/name') ?? textAt(reference, '/id');
}

function textAt(value: JsonObject, place: string): string | undefined {
  const text = valueAt(value, place);
  return typeof text === 'string' && text !== '' ? text : undefined;
}
