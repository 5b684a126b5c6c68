import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { catalog } from '../src/catalog/index.ts';
import type { Contract } from './contract.ts';
import { generatedFiles, staleFiles, writeFiles } from './generated-files.ts';

/**
 * Writes `schemas/` and the facts that the engine uses from the platform's OpenAPI description. With `--check` it
 * writes nothing and fails when a file would change.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { check: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [source] = positionals;
  if (!source) throw new Error('usage: npm run generate -- <path or URL of the OpenAPI document> [--check]');
  const contract = JSON.parse(await textOf(source)) as Contract;
  const files = generatedFiles(contract, [...catalog.values()]);
  const stale = await staleFiles('.', files);
  if (values.check) {
    if (stale.length > 0) throw new Error(`stale, run npm run generate: ${stale.join(', ')}`);
    return;
  }
  await writeFiles('.', files);
  process.stderr.write(`${files.size} files written, ${stale.length} of them changed\n`);
}

async function textOf(source: string): Promise<string> {
  if (!/^https?:/.test(source)) return readFile(source, 'utf8');
  const answer = await fetch(source);
  if (!answer.ok) throw new Error(`${source} answered ${answer.status}`);
  return answer.text();
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
