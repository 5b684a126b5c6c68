import { grammarOf } from '../../../src/sandbox/seed/grammars.ts';
import type { States } from '../conform.ts';

const type = 'architect_grammar';
const name = 'Loan_Types';

export default {
  type,
  files: {
    '../grammars/loans.grxml': grammarOf(['mortgage', 'car loan']),
    '../grammars/keys.grxml': grammarOf(['1', '2']),
  },
  states: [
    [{ type, name, set: { description: 'Mortgage or car', languages: { add: ['en-us'] } } }],
    [
      {
        type,
        name,
        set: {
          description: null,
          languages: {
            add: { 'fr-fr': { voiceFile: '../grammars/loans.grxml' } },
            change: {
              'en-us': { voiceFile: '../grammars/loans.grxml', dtmfFile: '../grammars/keys.grxml' },
            },
          },
        },
      },
    ],
    [
      {
        type,
        name,
        set: {
          languages: {
            change: { 'en-us': { voiceFile: '../grammars/keys.grxml', dtmfFile: null } },
            remove: ['fr-fr'],
          },
        },
      },
    ],
    // Files that others have uploaded, with a name and without.
    [
      {
        type,
        name: 'Card_Types',
        set: {
          languages: {
            change: { 'en-us': { voiceFile: '../grammars/loans.grxml', dtmfFile: '../grammars/keys.grxml' } },
          },
        },
      },
    ],
    [{ type, name: 'Card_Types', set: { languages: { exactly: ['fr-fr'] } } }],
    [{ type, name: 'Loans', was: name }],
    [{ type, name: 'Loans', action: 'delete' }],
  ],
} satisfies States;
