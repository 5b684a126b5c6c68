import { onTestFinished } from 'vitest';
import { type Grant, type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';
import { project, type TestProject } from './cli.ts';

/** A project whose environment "uat" is a sandbox that the test can reach, entered by a client with these rights. */
export async function uat(
  files: Record<string, string>,
  grants?: readonly Grant[],
  options: SandboxOptions = {},
): Promise<{ sandbox: Sandbox; made: TestProject }> {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  const client = grants ? sandbox.addClient({ name: 'narrow', grants }) : sandbox.client;
  const mapping = `environment: uat\norganizationId: ${sandbox.organizationId}\napiUrl: ${sandbox.url}\nloginUrl: ${sandbox.url}\ncredentials: { env: UAT }\n`;
  const env = { UAT_CLIENT_ID: client.id, UAT_CLIENT_SECRET: client.secret };
  return { sandbox, made: await project({ 'mappings/uat.yaml': mapping, ...files }, env) };
}
