/** OAuth clients. Their secrets are kept nowhere: only the answers that make them have them. */
import { badField, PlatformError } from '../errors.ts';
import { arrayOf, type Json } from '../json.ts';
import { DIVISIONS, OAUTH_CLIENTS, ROLES } from '../paths.ts';
import type { Collection } from './collection.ts';
import { DATES, isDeleted, LOOKUP } from './rows.ts';

/** A day, in seconds. Source: CX as Code 1.84.1, oauth_client. */
const VALIDITY = 86_400;
const VALIDITIES = [300, 172_800] as const;

/** What a client holds is a set. Source: CX as Code 1.84.1, oauth_client. */
function inOneOrder(held: Json): Json {
  return arrayOf(held).toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

export const OAUTH: readonly Collection[] = [
  {
    ...LOOKUP,
    path: OAUTH_CLIENTS,
    entity: 'OAuthClient',
    service: 'OAuth',
    // All of them come at once, whatever their number.
    maxPageSize: 100_000,
    filters: {},
    references: { '/roleDivisions/*/roleId': ROLES, '/roleDivisions/*/divisionId': DIVISIONS },
    division: 'none',
    stamps: DATES,
    softDelete: true,
    hidden: isDeleted,
    unreadable: (document, _, { deletedOauthClients }) =>
      isDeleted(document) && deletedOauthClients === 'gone',
    fill: (document) => ({
      ...document,
      accessTokenValiditySeconds: document.accessTokenValiditySeconds ?? VALIDITY,
      state: document.state ?? 'active',
      ...(document.roleDivisions === undefined ? {} : { roleDivisions: inOneOrder(document.roleDivisions) }),
    }),
    check: (next, previous) => {
      const [least, most] = VALIDITIES;
      const seconds = next.accessTokenValiditySeconds ?? VALIDITY;
      if (typeof seconds === 'number' && (seconds < least || seconds > most))
        throw badField('accessTokenValiditySeconds', `It must be between ${least} and ${most}.`);
      if (previous && next.authorizedGrantType !== previous.authorizedGrantType)
        throw badField('authorizedGrantType', 'The grant type of a client cannot be changed.');
    },
    guard: ({ state }) => {
      const text = 'Clients must be marked as inactive to be eligible for deletion.';
      if (state !== 'inactive') throw new PlatformError(400, 'cannot.delete.client', text);
    },
  },
];
