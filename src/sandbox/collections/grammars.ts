/** Grammars and their languages. */
import { duplicate } from '../errors.ts';
import { languagesOf, renderedLanguage, withNamesAlone } from '../grammars.ts';
import { textOf } from '../json.ts';
import { GRAMMAR_LANGUAGES, GRAMMARS } from '../paths.ts';
import type { Collection } from './collection.ts';
import { BY_ID, name, wildcard } from './filters.ts';
import { LOOKUP } from './rows.ts';

export const GRAMMAR_COLLECTIONS: readonly Collection[] = [
  {
    ...LOOKUP,
    path: GRAMMARS,
    entity: 'Grammar',
    service: 'Architect',
    division: 'none',
    filters: { name: name(wildcard), id: BY_ID },
    references: {},
    render: (grammar, org) => ({ ...grammar, languages: languagesOf(grammar, org) }),
  },
  {
    ...LOOKUP,
    path: GRAMMAR_LANGUAGES,
    entity: 'GrammarLanguage',
    service: 'Architect',
    division: 'none',
    filters: {},
    references: {},
    settled: ['language'],
    accept: (body, previous, { params }) => ({
      ...withNamesAlone(body),
      ...(previous ? {} : { grammarId: params['grammarId'] ?? '' }),
    }),
    identify: ({ language }) => textOf(language) ?? '',
    check: ({ language }, previous, { org, path }) => {
      const code = textOf(language) ?? '';
      if (!previous && org.get(path, code))
        throw duplicate(org.switches.duplicateStatus, 'GrammarLanguage', code);
    },
    render: renderedLanguage,
  },
];
