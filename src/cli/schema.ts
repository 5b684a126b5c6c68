import { catalog, isConfigurable } from '../catalog/index.ts';
import { failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import { didYouMean } from '../nearest.ts';
import { schemaFile } from '../yaml/schema-check.ts';
import type { Outcome } from './command.ts';

/** Documents that have a schema of their own, beside the types. */
const DOCUMENTS = ['changeset', 'mapping', 'plan', 'events', 'faults'];

/** Prints the JSON Schema of a document or of a type. */
export function schemaCommand(name: string): Outcome {
  const types = [...catalog.values()].filter(isConfigurable).map(({ type }) => type);
  const known = [...DOCUMENTS, ...types];
  if (!known.includes(name)) {
    throw failure(exitCodes.invalidInput, 'schema.unknown', `There is no schema "${name}".`, {
      hint: didYouMean(name, known) ?? `Known: ${known.join(', ')}`,
    });
  }
  const schema = schemaFile(types.includes(name) ? `types/${name}.schema.json` : `${name}.schema.json`);
  return { text: `${JSON.stringify(schema, null, 2)}\n`, json: schema };
}
