import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ResourceType } from '../src/catalog/vocabulary.ts';
import type { Contract } from './contract.ts';
import { operationFacts, typeFacts } from './field-facts.ts';
import { schemaFiles } from './json-schemas.ts';

const FACTS = 'src/catalog/generated';
const SCHEMAS = 'schemas';

/** The files that are written from a contract, by path below the project's folder, with their texts. */
export type Files = ReadonlyMap<string, string>;

/** `schemas/` and the facts that the engine uses, for these types. */
export function generatedFiles(contract: Contract, types: readonly ResourceType[]): Files {
  const facts = typeFacts(contract, types);
  return new Map([
    [
      join(FACTS, 'operations.ts'),
      moduleText('OperationFacts', 'operations', operationFacts(contract, types)),
    ],
    [join(FACTS, 'types.ts'), moduleText('TypeFacts', 'typeFacts', facts)],
    ...Array.from(
      schemaFiles(types, facts),
      ([path, schema]) => [join(SCHEMAS, path), `${JSON.stringify(schema, null, 2)}\n`] as const,
    ),
  ]);
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

/** The files of the folder that would change, those that would be deleted included. */
export async function staleFiles(folder: string, files: Files): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, text] of files) {
    const now = await readFile(join(folder, path), 'utf8').catch(() => undefined);
    if (now !== text) stale.push(path);
  }
  const present = await readdir(join(folder, SCHEMAS, 'types')).catch(() => []);
  const extra = present.map((name) => join(SCHEMAS, 'types', name)).filter((path) => !files.has(path));
  return [...stale, ...extra];
}

export async function writeFiles(folder: string, files: Files): Promise<void> {
  await rm(join(folder, SCHEMAS, 'types'), { recursive: true, force: true });
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
