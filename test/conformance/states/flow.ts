import type { States } from '../conform.ts';

const type = 'flow';
const name = 'Branch line';

/** What Architect exports of a small call flow. */
const inbound = (called: string, greeting: string, inner: string): string => `inboundCall:
  name: ${called}
  description: For branches
  division: Home
  startUpRef: "/inboundCall/tasks/task[Start_1]"
  defaultLanguage: en-us
  initialGreeting:
    tts: ${greeting}
  tasks:
    - task:
        name: Start
        refId: Start_1
        actions:
${inner}`;

const transfer = `          - transferToAcd:
              name: To an agent
              targetQueue:
                lit:
                  name: Branch calls
              acdSkills:
                - acdSkill:
                    lit:
                      name: Spanish
              preTransferAudio:
                exp: Prompt.Welcome
`;
const module = `          - callCommonModule:
              name: Who is it
              commonModule:
                Who calls:
                  ver_latestPublished:
                    inputs:
                      none: true
`;
const goodbye = `          - disconnect:
              name: Goodbye
`;

export default {
  type,
  files: {
    '../flows/first.yaml': inbound(name, 'Hello', goodbye),
    '../flows/transfer.yaml': inbound(name, 'Hello there', transfer),
    '../flows/module.yaml': inbound('Branches', 'Welcome', module + transfer),
    '../flows/who.yaml': 'commonModule:\n  name: Who calls\n  division: Cards\n  defaultLanguage: en-us\n',
    '../flows/in-queue.yaml': `inqueueCall:\n  name: ${name}\n  division: Home\n  defaultLanguage: en-us\n`,
  },
  states: [
    [{ type, name, set: { file: '../flows/first.yaml' } }],
    [
      { type: 'routing_queue', name: 'Branch calls' },
      { type, name, set: { file: '../flows/transfer.yaml' } },
    ],
    [{ type, name: 'Branches', was: name }],
    [
      { type, name: 'Who calls', set: { file: '../flows/who.yaml' } },
      { type, name: 'Branches', set: { file: '../flows/module.yaml' } },
    ],
    // Of another type, it may have the name that the first one had.
    [{ type, name, set: { file: '../flows/in-queue.yaml' } }],
    [{ type, name: 'Branches', action: 'delete' }],
  ],
} satisfies States;
