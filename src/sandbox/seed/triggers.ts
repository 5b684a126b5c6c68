/** The triggers of Harbour Bank. */
import { addTo, idOf } from '../build.ts';
import type { JsonObject } from '../json.ts';
import type { OrgState } from '../model.ts';
import { FLOWS, TRIGGERS } from '../paths.ts';

const CALLS = 'v2.detail.events.conversation.{id}.customer.end';
const CASES = 'v2.detail.events.conversation.{id}.acw';

/** Trigger, topic, workflow, the rest. */
const TRIGGER_ROWS: readonly (readonly [string, string, string, JsonObject])[] = [
  [
    'Missed calls',
    CALLS,
    'Missed call alert',
    {
      eventTTLSeconds: 60,
      matchCriteria: [
        { jsonPath: 'disconnectType', operator: 'In', values: ['PEER', 'CLIENT', 0] },
        { jsonPath: 'interactingDurationMs', operator: 'LessThan', value: 1000 },
        { jsonPath: 'mediaType', operator: 'Equal', value: 'VOICE' },
      ],
    },
  ],
  [
    'Follow up complaints',
    CASES,
    'Case follow-up',
    { delayBySeconds: 300, matchCriteria: [{ jsonPath: 'wrapupNotes', operator: 'Exists', value: true }] },
  ],
];

/** Adds triggers whose criteria hold values of all kinds. */
export function addTriggers(state: OrgState): void {
  for (const [name, topicName, workflow, rest] of TRIGGER_ROWS) {
    const target = {
      type: 'Workflow',
      id: idOf(FLOWS, workflow),
      workflowTargetSettings: { dataFormat: 'Json' },
    };
    addTo(state, TRIGGERS, { name, topicName, enabled: true, target, ...rest });
  }
}
