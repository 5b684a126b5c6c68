import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sandboxFile } from '../deploy/connect.ts';
import { failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Project, plainFile, storeFolder, storeFolders } from '../project.ts';
import { jsonDocument } from '../render/json-document.ts';
import { visible } from '../render/style.ts';
import { type Sandbox, type Struck, startSandbox } from '../sandbox/index.ts';
import type { GlobalOptions, Outcome } from './command.ts';
import { readFaults } from './faults-file.ts';
import type { Io } from './io.ts';

/** Serves a sandbox org of its own until the process is told to end. */
export async function serveCommand(
  project: Project,
  options: { readonly port: string; readonly faults?: string },
  global: GlobalOptions,
  io: Io,
): Promise<Outcome> {
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw failure(exitCodes.usage, 'usage', `--port takes a number from 0 to 65535, not "${options.port}".`);
  }
  const faults = options.faults === undefined ? [] : readFaults(await plainFile(project, options.faults));
  const stateFile = sandboxFile(storeFolder(project), 'served');
  const sandbox = await startSandbox({ port, stateFile, faults }).catch((cause: unknown) => {
    throw failure(
      exitCodes.failure,
      'sandbox.port',
      `Port ${port} cannot be listened on: ${(cause as Error).message}.`,
      { cause },
    );
  });
  sandbox.onFault = (struck) => io.err(faultLine(struck, faults.indexOf(struck.rule) + 1));
  const facts = {
    url: sandbox.url,
    organizationId: sandbox.organizationId,
    clientId: sandbox.client.id,
    clientSecret: sandbox.client.secret,
  };
  if (global.json) io.out(`${JSON.stringify(jsonDocument('sandbox serve', exitCodes.done, [], facts))}\n`);
  else io.out(serving(sandbox));
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await sandbox.close();
  process.exit(exitCodes.done); // the document is printed; keep-alive connections may still be open
}

function serving({ url, organizationId, client }: Sandbox): string {
  return `The sandbox org listens on ${url} until Ctrl-C. A mapping for it, mappings/served.yaml:

    environment: served
    organizationId: ${organizationId}
    apiUrl: ${url}
    loginUrl: ${url}
    credentials: { env: SERVED }

and its credentials:

    export SERVED_CLIENT_ID=${client.id} SERVED_CLIENT_SECRET=${client.secret}
`;
}

/** `fault 2 (lost answer): POST /api/v2/routing/queues: {"reset":"after"}` */
function faultLine({ rule, method, path, missed }: Struck, position: number): string {
  const name = rule.name === undefined ? '' : ` (${visible(rule.name)})`;
  const what = visible(missed === undefined ? JSON.stringify(rule.do) : `nothing done, ${missed}`);
  return `fault ${position}${name}: ${method} ${visible(path)}: ${what}\n`;
}

/** Puts the sandbox orgs of the project back to how they were at first. */
export async function resetCommand(project: Project): Promise<Outcome> {
  for (const folder of await storeFolders(project)) {
    await rm(join(folder, 'sandbox'), { recursive: true, force: true });
  }
  return { text: 'The sandbox is as it was at first.\n', json: { reset: true } };
}
