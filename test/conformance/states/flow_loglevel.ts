import type { States } from '../conform.ts';

const type = 'flow_loglevel';
const lineOf = (name: string): string => `inboundCall:
  name: ${name}
  division: Home
  defaultLanguage: en-us
`;
const level = (word: string): Record<string, unknown> => ({
  set: { logLevelCharacteristics: { level: word } },
});

export default {
  type,
  files: {
    '../flows/line.yaml': lineOf('Branch line'),
    '../flows/branches.yaml': lineOf('Branches'),
  },
  // What it is called goes by the names of flows.
  mapping: { names: { flow: { 'Main line': 'Main IVR' } } },
  states: [
    [{ type, name: 'Main line', ...level('Notes') }],
    [
      { type: 'flow', name: 'Branch line', set: { file: '../flows/line.yaml' } },
      { type, name: 'Branch line', ...level('All') },
      { type, name: 'Cards IVR', ...level('VerboseNotes') },
    ],
    [
      { type: 'flow', name: 'Branches', was: 'Branch line', set: { file: '../flows/branches.yaml' } },
      { type, name: 'Branches', ...level('Disabled') },
      { type, name: 'Main line', action: 'delete' },
    ],
    [
      { type, name: 'Branches', action: 'delete' },
      { type: 'flow', name: 'Branches', action: 'delete' },
      { type, name: 'Cards IVR', action: 'delete' },
    ],
  ],
} satisfies States;
