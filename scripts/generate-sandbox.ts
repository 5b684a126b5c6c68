/**
 * Writes src/sandbox/generated/contract.ts from the Platform API's OpenAPI document.
 *
 *     node build/scripts/generate-sandbox.js <path or URL> [--check]
 *
 * With --check nothing is written; the exit code is 1 when the file is not what would be written.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { argv, exit, stderr, stdout } from 'node:process';
import { SERVED } from '../src/sandbox/served.ts';
import { UNDOCUMENTED } from '../src/sandbox/undocumented.ts';
import { type OpenApi, renderContract } from './sandbox/contract-facts.ts';

const TARGET = 'src/sandbox/generated/contract.ts';

async function read(source: string): Promise<OpenApi> {
  if (!/^https?:/.test(source)) return JSON.parse(readFileSync(source, 'utf8'));
  const response = await fetch(source);
  if (!response.ok) throw new Error(`${source} answered ${response.status}`);
  return JSON.parse(await response.text());
}

async function main(source: string, { check }: { check: boolean }): Promise<number> {
  const api = await read(source);
  for (const [path, methods] of Object.entries(UNDOCUMENTED)) Object.assign(api.paths[path] ?? {}, methods);
  const text = renderContract(api, SERVED);
  if (!check) {
    writeFileSync(TARGET, text);
    stdout.write(`${TARGET} written\n`);
    return 0;
  }
  const current = readFileSync(TARGET, 'utf8') === text;
  stdout.write(current ? `${TARGET} is current\n` : `${TARGET} is stale: run npm run generate\n`);
  return current ? 0 : 1;
}

const [source, ...flags] = argv.slice(2);
if (source === undefined) {
  stderr.write('Usage: generate-sandbox <path or URL of the OpenAPI document> [--check]\n');
  exit(64);
}
exit(await main(source, { check: flags.includes('--check') }));
