import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { catalog } from '../src/catalog/index.ts';
import type { Contract } from './contract.ts';
import { operationFacts, typeFacts } from './field-facts.ts';
import { schemaFiles } from './json-schemas.ts';

const GENERATED = 'src/catalog/generated';

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
  const files = generatedFiles(contract);
  const stale = await staleFiles(files);
  if (values.check) {
    if (stale.length > 0) throw new Error(`stale, run npm run generate: ${stale.join(', ')}`);
    return;
  }
  await rm('schemas/types', { recursive: true, force: true });
  for (const [path, text] of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  process.stderr.write(`${files.size} files written, ${stale.length} of them changed\n`);
}

async function textOf(source: string): Promise<string> {
  if (!/^https?:/.test(source)) return readFile(source, 'utf8');
  const answer = await fetch(source);
  if (!answer.ok) throw new Error(`${source} answered ${answer.status}`);
  return answer.text();
}

function generatedFiles(contract: Contract): Map<string, string> {
  const types = [...catalog.values()];
  const facts = typeFacts(contract, types);
  const files = new Map<string, string>();
  files.set(
    join(GENERATED, 'operations.ts'),
    moduleText('OperationFacts', 'operations', operationFacts(contract, types)),
  );
  files.set(join(GENERATED, 'types.ts'), moduleText('TypeFacts', 'typeFacts', facts));
  for (const [path, schema] of schemaFiles(types, facts)) {
    files.set(join('schemas', path), `${JSON.stringify(schema, null, 2)}\n`);
  }
  return files;
}

function moduleText(type: string, name: string, facts: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(facts).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`,
  );
  return [
    '// Written by `npm run generate` from the OpenAPI description of the Platform API. Do not edit.',
    `import type { ${type} } from '../facts.ts';`,
    '',
    `export const ${name}: Readonly<Record<string, ${type}>> = {`,
    ...lines,
    '};',
    '',
  ].join('\n');
}

async function staleFiles(files: ReadonlyMap<string, string>): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, text] of files) {
    const now = await readFile(path, 'utf8').catch(() => undefined);
    if (now !== text) stale.push(path);
  }
  const present = await readdir('schemas/types').catch(() => []);
  const extra = present.map((name) => join('schemas/types', name)).filter((path) => !files.has(path));
  return [...stale, ...extra];
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
