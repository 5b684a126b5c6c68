import type { ResourceType } from '../vocabulary.ts';

/** Flows are named by queues; the same name may stand once in each flow type. */
export const flow = {
  type: 'flow',
  noun: 'flow',
  calls: { list: 'getFlows', read: 'getFlow' },
  identity: '/name',
  list: { size: 500, find: 'name', passes: [{ deleted: false }] },
  jobs: {
    // Source of the times: CX as Code 1.84.1, 2026-07.
    publish: {
      begin: { op: 'postFlowsJobs', params: {} },
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
} satisfies ResourceType;
