import { type ReadResult, readChangeset } from '../../src/changeset/read.ts';
import { type MappingResult, type ProcessEnvironment, readMapping } from '../../src/environment/read.ts';

/** Credentials under the prefix GC, as a shell would have them. */
export const CREDENTIALS = { GC_CLIENT_ID: 'id', GC_CLIENT_SECRET: 'secret' };

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function changeset(text: string | Uint8Array): ReadResult {
  return readChangeset('changesets/release-42.yaml', typeof text === 'string' ? bytesOf(text) : text);
}

export function mapping(
  text: string | Uint8Array,
  env: ProcessEnvironment | undefined = CREDENTIALS,
): MappingResult {
  return readMapping('mappings/prod.yaml', typeof text === 'string' ? bytesOf(text) : text, env);
}

/** A changeset that sets this of one queue. */
export function settingOfQueue(line: string): string {
  return `name: release-42\nchanges:\n  - type: routing_queue\n    name: Cards\n    set:\n      ${line}\n`;
}
