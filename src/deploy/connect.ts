import { join } from 'node:path';
import type { Environment } from '../environment/environment.ts';
import { type Org, type OrgOptions, openOrg } from '../org/open.ts';
import type { Wait } from '../org/session.ts';
import { unlessInterrupted } from './interruption.ts';
import type { OnEvent } from './run-events.ts';

/** An open org, and how to let go of it. */
export interface Connection {
  readonly org: Org;
  close(): Promise<void>;
}

/** Who may stop a run, and who hears of it. */
export interface Attention {
  readonly signal?: AbortSignal | undefined;
  readonly tell?: OnEvent;
}

/** Enters the org of an environment; a sandbox is started first, with its state in the store. */
export async function connect(
  environment: Environment,
  storeFolder: string,
  given: OrgOptions = {},
  { signal, tell }: Attention = {},
): Promise<Connection> {
  const options = {
    ...given,
    ...(signal ? { signal } : {}),
    ...(tell ? { onWait: told(tell, given.onWait) } : {}),
  };
  if (!environment.sandbox) {
    const org = await unlessInterrupted(signal, () => openOrg(environment, options));
    return { org, close: async () => {} };
  }
  const { startSandbox } = await import('../sandbox/index.ts');
  const sandbox = await startSandbox({ stateFile: sandboxFile(storeFolder, environment.name) });
  const { id: clientId, secret: clientSecret } = sandbox.client;
  const access = { apiUrl: sandbox.url, loginUrl: sandbox.url, clientId, clientSecret };
  try {
    const org = await unlessInterrupted(signal, () => openOrg({ ...environment, access }, options));
    return { org, close: () => sandbox.close() };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

function told(tell: OnEvent, also: ((wait: Wait) => void) | undefined): (wait: Wait) => void {
  return (wait) => {
    also?.(wait);
    const { why, words, untilMs } = wait;
    tell({
      event: 'waiting',
      at: new Date().toISOString(),
      why,
      words,
      until: new Date(untilMs).toISOString(),
    });
  };
}

/** Where the state of a sandbox environment is kept. */
export function sandboxFile(storeFolder: string, environment: string): string {
  return join(storeFolder, 'sandbox', `${environment}.json`);
}
