import { scriptOf } from '../../../src/sandbox/seed/architect.ts';
import type { States } from '../conform.ts';

const type = 'script';
const name = 'Branch greeting';

export default {
  type,
  files: {
    '../scripts/first.script': scriptOf('First'),
    '../scripts/second.script': scriptOf('Second'),
    '../scripts/other.script': scriptOf('Other'),
  },
  unflipped: { scriptDelete: 'where no script can be deleted, none that was made can be taken back' },
  states: [
    [{ type, name, set: { file: '../scripts/first.script' } }],
    [
      { type, name, set: { file: '../scripts/second.script' } },
      { type, name: 'Branch farewell', set: { file: '../scripts/other.script', division: 'Cards' } },
      { type, name: 'Lost card', set: { file: '../scripts/other.script', division: 'Home' } },
    ],
    [
      { type, name, set: { division: 'Cards' } },
      { type, name: 'Everyday greeting', set: { division: 'Cards' } },
    ],
    [
      { type, name, action: 'delete' },
      { type, name: 'Complaint intake', action: 'delete' },
    ],
  ],
} satisfies States;
