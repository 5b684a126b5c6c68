/** How much is noted of runs of flows: one level a flow at most. */
import { at, type JsonObject, textOf } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { FLOWS } from './paths.ts';

/** What each level takes in, beside what those before it do. */
const LEVELS: readonly (readonly [string, readonly string[]])[] = [
  ['Disabled', []],
  ['Base', ['executionItems', 'eventError']],
  ['Notes', ['eventWarning', 'eventOther']],
  ['VerboseNotes', ['names', 'communications']],
  ['All', ['executionInputOutputs', 'variables']],
];

/** A level as the API answers it: what it takes in, and whose it is, only where it is asked for. */
export function renderedLevel(document: Document, org: Org, expand: readonly string[]): Document {
  const { logLevelCharacteristics: _, ...rest } = document;
  const level = textOf(at(document, 'logLevelCharacteristics', 'level')) ?? '';
  const flow = org.get(FLOWS, document.id);
  const isWhole = expand.includes('logLevelCharacteristics.characteristics');
  return {
    ...rest,
    ...(expand.includes('name') ? { name: flow?.name ?? '' } : {}),
    ...(expand.includes('type') ? { type: textOf(flow?.type)?.toLowerCase() ?? '' } : {}),
    logLevelCharacteristics: { level, ...(isWhole ? { characteristics: characteristicsOf(level) } : {}) },
  };
}

function characteristicsOf(level: string): JsonObject {
  const last = LEVELS.findIndex(([name]) => name === level);
  return Object.fromEntries(
    LEVELS.flatMap(([, own], index) => own.map((name): [string, boolean] => [name, index <= last])),
  );
}
