import { get, isArray, isObject, type Json, type JsonObject } from '../json/json.ts';
import { isMark } from '../json/marks.ts';
import { segmentsOf } from '../json/pointer.ts';
import { createdBy, creatorOf, halvesOf } from '../plan/document.ts';
import type { Plan } from '../plan/plan.ts';
import { publisherOf } from '../plan/versions.ts';
import { quoted, visible } from './style.ts';

export type Names = Plan['labels'];

/** The name that people know an ID by, or the ID. */
export function nameOf(value: string, names: Names): string {
  if (Object.hasOwn(names, value)) return names[value] ?? value;
  const [element, other] = halvesOf(value);
  const isPair = other !== undefined && halfName(element, names) !== element;
  return isPair ? `${halfName(element, names)} in ${halfName(other, names)}` : nameOfCreated(value);
}

/** One of the two objects that a key stands for. */
function halfName(half: string, names: Names): string {
  if (half === '*') return 'all divisions';
  return Object.hasOwn(names, half) ? (names[half] ?? half) : nameOfCreated(half);
}

/** The name in `$created:type/name`. */
function nameOfCreated(value: string): string {
  const key = creatorOf(value);
  return key === undefined ? value : nameInKey(key);
}

function nameInKey(key: string): string {
  const publisher = publisherOf(createdBy(key));
  if (publisher !== undefined) return `the version that ${nameInKey(publisher)} has then`;
  return decodeURIComponent(key.slice(key.lastIndexOf('/') + 1));
}

/** The value with names in the place of IDs: as a changeset would write it. */
export function withNames(value: Json, names: Names): Json {
  if (typeof value === 'string') return nameOf(value, names);
  if (isArray(value)) return value.map((item) => withNames(item, names));
  if (!isObject(value)) return value;
  if (isMark(value)) return marked(value);
  const key = creatorOf(value);
  if (key !== undefined) return nameInKey(key);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [nameOf(name, names), withNames(inner, names)]),
  );
}

/** The pointer with names in the place of IDs. */
export function pathWithNames(path: string, names: Names): string {
  return segmentsOf(path)
    .map((segment) => `/${nameOf(segment, names).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** A value in one line, shortened when it is long. */
export function inline(value: Json, names: Names, most = 70): string {
  const text = write(value, names);
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

function write(value: Json, names: Names): string {
  if (typeof value === 'string') return quoted(nameOf(value, names));
  if (isArray(value)) return `[${value.map((item) => write(item, names)).join(', ')}]`;
  if (!isObject(value)) return String(value);
  if (isMark(value)) return writeMark(value, names);
  const key = creatorOf(value);
  if (key !== undefined) return quoted(nameInKey(key));
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  return `{ ${entries.map(([name, inner]) => `${visible(nameOf(name, names))}: ${write(inner, names)}`).join(', ')} }`;
}

/** What stands for a secret, as a changeset writes it. */
function marked(mark: JsonObject): Json {
  const parts = get(mark, '$text');
  if (isArray(parts)) return parts.map((part) => String(isObject(part) ? marked(part) : part)).join('');
  const name = get(mark, '$secret');
  if (typeof name === 'string') return `\${secret.${name}}`;
  const sent = get(mark, '$sent');
  return sent === undefined ? '(hidden)' : withMarked(sent);
}

function withMarked(value: Json): Json {
  if (isArray(value)) return value.map(withMarked);
  if (!isObject(value)) return value;
  if (isMark(value)) return marked(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withMarked(inner)]));
}

function writeMark(mark: JsonObject, names: Names): string {
  const shown = marked(mark);
  if (shown === '(hidden)') return shown;
  return typeof shown === 'string' ? visible(shown) : write(shown, names);
}

/** A change as people say it, where the field counts milliseconds or long seconds; undefined where it does not. */
export function inUnits(field: string, before: Json, after: Json): string | undefined {
  const most = Math.max(...[before, after].filter((value) => typeof value === 'number'));
  const scale = /Ms$/.test(field) ? 1000 : /Seconds$/.test(field) && most >= 120 ? 1 : undefined;
  if (scale === undefined || most < 0) return undefined;
  const say = (value: Json): string => (typeof value === 'number' ? duration(value / scale) : '(none)');
  return `${say(before)} → ${say(after)}`;
}

function duration(seconds: number): string {
  if (seconds < 120) return `${Number(seconds.toFixed(3))} s`;
  return seconds % 60 === 0
    ? `${seconds / 60} min`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
