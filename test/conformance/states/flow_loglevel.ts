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
    '../flows/kiosk.yaml': lineOf('Kiosk line'),
    '../flows/kiosks.yaml': lineOf('Kiosks'),
  },
  // What it is called goes by the names of flows.
  mapping: { names: { flow: { 'Main line': 'Main IVR' } } },
  states: [
    [{ type, name: 'Main line', ...level('Notes') }],
    [
      { type: 'flow', name: 'Kiosk line', set: { file: '../flows/kiosk.yaml' } },
      { type, name: 'Kiosk line', ...level('All') },
      { type, name: 'Cards IVR', ...level('VerboseNotes') },
    ],
    [
      { type: 'flow', name: 'Kiosks', was: 'Kiosk line', set: { file: '../flows/kiosks.yaml' } },
      { type, name: 'Kiosks', ...level('Disabled') },
      { type, name: 'Main line', action: 'delete' },
    ],
    [
      { type, name: 'Kiosks', action: 'delete' },
      { type: 'flow', name: 'Kiosks', action: 'delete' },
      { type, name: 'Cards IVR', action: 'delete' },
    ],
  ],
} satisfies States;
