import { failure } from '../diagnostics.ts';
import type { Environment } from '../environment/environment.ts';
import { exitCodes } from '../exit-codes.ts';
import { get, isObject } from '../json/json.ts';
import { valueAt } from '../json/pointer.ts';
import { openTransport, type Transport } from './sdk.ts';
import { Session, type SessionOptions } from './session.ts';

export interface OrgOptions extends SessionOptions {
  /** What carries the requests. [the Genesys SDK] */
  readonly transport?: Transport;
}

/** An org that was entered and found to be the right one. */
export interface Org {
  readonly session: Session;
  readonly organization: { readonly id: string; readonly name: string };
  /** What the org calls the OAuth client; undefined where it does not say. */
  readonly client: string | undefined;
}

export interface OrgOptions extends SessionOptions {
  /** What carries the requests. [the Genesys SDK] */
  readonly transport?: Transport;
  /** Values of secrets that are taken out of what others echo. [none] */
  readonly hidden?: readonly string[];
  /** What listens in on it. [nobody] */
  readonly through?: (transport: Transport) => Transport;
}

/**
 * Enters the org of an environment. Which org the credentials belong to is the first thing that is asked, and the
 * only one when it is the wrong one.
 * @throws ChangesetError with exit code 6 for the wrong org, 5 when the mapping does not say which is the right one
 */
export async function openOrg(environment: Environment, options: OrgOptions = {}): Promise<Org> {
  const { access } = environment;
  if (!access) throw new Error(`${environment.name} has no address`);
  const transport = options.transport ?? openTransport(access, { hidden: options.hidden ?? [] });
  const session = new Session(options.through?.(transport) ?? transport, options);
  const body = await session.call({ op: 'getOrganizationsMe' });
  const id = isObject(body) ? get(body, 'id') : undefined;
  const name = isObject(body) ? get(body, 'name') : undefined;
  if (typeof id !== 'string') {
    throw failure(
      exitCodes.failure,
      'platform.unreadable',
      'Genesys Cloud did not say which organization this is.',
    );
  }
  const organization = { id, name: typeof name === 'string' ? name : id };
  checkOrganization(environment, organization);
  const token = await session.call({ op: 'getTokensMe' });
  const client = valueAt(token, '/OAuthClient/name');
  return { session, organization, client: typeof client === 'string' ? client : undefined };
}

function checkOrganization(environment: Environment, found: { id: string; name: string }): void {
  const { organizationId, file, name } = environment;
  if (organizationId === found.id) return;
  if (organizationId === undefined || organizationId === '') {
    throw failure(
      exitCodes.invalidInput,
      'organization.missing',
      `${file} does not say which organization ${name} is. The credentials belong to ${found.name}.`,
      {
        hint: `If that is right, add to ${file}:\n\n    organizationId: ${found.id}        # ${found.name}\n`,
      },
    );
  }
  throw failure(
    exitCodes.refused,
    'organization.wrong',
    `These credentials are of another org: ${found.name} (${found.id}). ${file} says that ${name} is ${organizationId}.`,
    { hint: 'Nothing was read or written. Check the credentials in the environment variables.' },
  );
}
