/**
 * What a flow's YAML says: its type, its name, and the objects that it names, found as the platform finds them. Sources
 * of the format: the examples of CX as Code 1.84.1; of the texts: what its users published of failed jobs.
 */
import { parse } from 'yaml';
import { isObject, type Json, type JsonObject, textOf } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import {
  DATA_TABLES,
  DIVISIONS,
  EMERGENCY_GROUPS,
  FLOWS,
  GROUPS,
  LANGUAGES,
  PROMPTS,
  QUEUES,
  SCHEDULE_GROUPS,
  SCHEDULES,
  SCRIPTS,
  SKILLS,
  WRAPUP_CODES,
} from './paths.ts';
import { lives } from './references.ts';

/** An object that a flow uses: where it is listed, and its id. */
export interface Use {
  readonly path: string;
  readonly id: string;
}

/** A flow as its YAML describes it, in an org that has what it names. */
export interface ReadFlow {
  readonly type: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly division: string;
  readonly uses: readonly Use[];
  /** What it does: all that the file says but its name. */
  readonly content: string;
}

/** What Archy calls a kind of object, and where the org lists it. */
type Kind = readonly [word: string, path: string];

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['targetQueue', ['queue', QUEUES]],
  ['queue', ['queue', QUEUES]],
  ['scheduleGroup', ['schedule group', SCHEDULE_GROUPS]],
  ['emergencyGroup', ['emergency group', EMERGENCY_GROUPS]],
  ['schedule', ['schedule', SCHEDULES]],
  ['acdSkill', ['skill', SKILLS]],
  ['languageSkill', ['language skill', LANGUAGES]],
  ['defaultLanguageSkill', ['language skill', LANGUAGES]],
  ['wrapupCode', ['wrapup code', WRAPUP_CODES]],
  ['targetFlow', ['flow', FLOWS]],
  ['overrideInQueueFlow', ['flow', FLOWS]],
  ['targetGroup', ['group', GROUPS]],
  ['commonModule', ['flow', FLOWS]],
  ['botFlow', ['flow', FLOWS]],
  ['digitalBotFlow', ['flow', FLOWS]],
  ['screenPopScript', ['script', SCRIPTS]],
  ['dataTable', ['data table', DATA_TABLES]],
]);
/** Here the name is the key below the field. */
const KEYED = new Set(['commonModule', 'botFlow', 'digitalBotFlow', 'screenPopScript', 'dataTable']);

/** Reads a flow, or says what is wrong with it as the messages of a job do. */
export function readFlow(text: string, org: Org): ReadFlow | readonly string[] {
  const left = /\{\{\s*([\w.-]+)\s*\}\}/.exec(text)?.[1];
  if (left !== undefined)
    return failing(`pre-processor substitution key of '{{ ${left} }}' was found but has no value`);
  let root: Json;
  try {
    root = parse(text) as Json;
  } catch (error) {
    return failing(`the YAML could not be parsed: ${error instanceof Error ? error.message : String(error)}`);
  }
  const [[key, body] = ['', null], second] = isObject(root) ? Object.entries(root) : [];
  const name = isObject(body) ? textOf(body.name) : undefined;
  if (second || !isObject(body) || name === undefined) return failing('the flow has no type or no name');
  const missing: string[] = [];
  const uses: Use[] = [];
  const use = ([word, path]: Kind, wanted: string): void => {
    const found = org.named(path).find((document) => lives(document) && document.name === wanted);
    if (found) uses.push({ path, id: found.id });
    else missing.push(`find '${word}' by value of '${wanted}' - no matches`);
  };
  for (const [kind, wanted] of namesIn(body)) use(kind, wanted);
  const division = textOf(body.division);
  const home: Document | undefined =
    division === undefined
      ? org.homeDivision()
      : org.named(DIVISIONS).find((document) => document.name === division);
  if (!home) missing.push(`find 'division' by value of '${division}' - no matches`);
  if (missing.length > 0 || !home) return failing(...missing);
  const type = key.toUpperCase();
  const content = JSON.stringify({ ...body, name: undefined });
  return { type, name, description: textOf(body.description), division: home.id, uses, content };
}

function failing(...messages: string[]): readonly string[] {
  return [...messages, 'setting the Archy exit code to 100'];
}

/** Every name that the flow holds, and of what kind it is. */
function* namesIn(value: Json, field = ''): Generator<readonly [Kind, string]> {
  if (typeof value === 'string') {
    for (const [, prompt = ''] of value.matchAll(/(?<![\w.])Prompt\.(\w+)/g))
      yield [['user prompt', PROMPTS], prompt];
    return;
  }
  if (Array.isArray(value)) {
    for (const item of value) yield* namesIn(item);
    return;
  }
  if (!isObject(value)) return;
  const kind = KINDS.get(field);
  const name = kind && nameIn(value, KEYED.has(field));
  if (kind && name !== undefined) yield [kind, name];
  for (const [key, inner] of Object.entries(value)) yield* namesIn(inner, key);
}

function nameIn(value: JsonObject, isKeyed: boolean): string | undefined {
  if (isKeyed) return Object.keys(value).find((key) => !['exp', 'lit', 'noValue'].includes(key));
  const { lit } = value;
  return textOf(value.name) ?? (isObject(lit) ? textOf(lit.name) : textOf(lit));
}
