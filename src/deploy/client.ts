import type { Grant } from '../plan/facts.ts';

/** Who acts, as the org tells it. */
export interface ClientFacts {
  readonly name: string | undefined;
  readonly roles: readonly { readonly role: string; readonly divisions: readonly string[] }[];
}

/** The roles of a client, each with the divisions in which it is granted; `*` is all of them. */
export function rolesIn(grants: readonly Grant[]): ClientFacts['roles'] {
  const roles = new Map<string, string[]>();
  for (const { role = '(without a name)', division, divisionName } of grants) {
    roles.set(role, [...(roles.get(role) ?? []), division === '*' ? '*' : (divisionName ?? division)]);
  }
  return [...roles].map(([role, divisions]) => ({ role, divisions: [...new Set(divisions)] }));
}

/** Who it is and what it has, in one line. */
export function clientInWords({ name, roles }: ClientFacts): string {
  const all = roles.map(({ role, divisions }) => `${role} in ${inWords(divisions)}`);
  return `${whoIs(name)}, with ${all.length === 1 ? 'the role' : 'the roles'} ${shortened(all, 5)}`;
}

export function whoIs(name: string | undefined): string {
  return name === undefined ? 'the client' : `"${name}"`;
}

/** The divisions in which the client has any role. */
export function divisionsSeen(grants: readonly Grant[]): string {
  const seen = [
    ...new Set(
      grants.map(({ division, divisionName }) => (division === '*' ? '*' : (divisionName ?? division))),
    ),
  ];
  return seen.includes('*') ? 'all' : `only ${inWords(seen)}: what is in others is out of sight`;
}

function inWords(divisions: readonly string[]): string {
  if (divisions.includes('*')) return 'all divisions';
  return shortened(
    divisions.map((name) => `"${name}"`),
    5,
  );
}

function shortened(words: readonly string[], most: number): string {
  const shown = words.slice(0, most).join(', ');
  return words.length > most ? `${shown} and ${words.length - most} more` : shown;
}
