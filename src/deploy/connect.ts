import { join } from 'node:path';
import type { Environment } from '../environment/environment.ts';
import { type Org, type OrgOptions, openOrg } from '../org/open.ts';

/** An open org, and how to let go of it. */
export interface Connection {
  readonly org: Org;
  close(): Promise<void>;
}

/** Enters the org of an environment; a sandbox is started first, with its state in the store. */
export async function connect(
  environment: Environment,
  storeFolder: string,
  options: OrgOptions = {},
): Promise<Connection> {
  if (!environment.sandbox) return { org: await openOrg(environment, options), close: async () => {} };
  const { startSandbox } = await import('../sandbox/index.ts');
  const sandbox = await startSandbox({ stateFile: sandboxFile(storeFolder, environment.name) });
  const { id: clientId, secret: clientSecret } = sandbox.client;
  const access = { apiUrl: sandbox.url, loginUrl: sandbox.url, clientId, clientSecret };
  try {
    return { org: await openOrg({ ...environment, access }, options), close: () => sandbox.close() };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

/** Where the state of a sandbox environment is kept. */
export function sandboxFile(storeFolder: string, environment: string): string {
  return join(storeFolder, 'sandbox', `${environment}.json`);
}
