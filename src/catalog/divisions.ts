import type { Call } from './vocabulary.ts';

/** The one call by which objects of most types go to another division; what its path calls them. */
export function movedAs(objectType: string): Readonly<Record<'/division', Call>> {
  return {
    '/division': {
      op: 'postAuthorizationDivisionObject',
      params: { divisionId: '$value', objectType },
      body: ['$id'],
    },
  };
}
