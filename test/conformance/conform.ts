import { readdir } from 'node:fs/promises';
import { expect } from 'vitest';
import { typeNamed } from '../../src/catalog/index.ts';
import { type Shape, shapeOf } from '../../src/catalog/shape.ts';
import type { ResourceType } from '../../src/catalog/vocabulary.ts';
import type { OrgState, RequestLog, Switches } from '../../src/sandbox/index.ts';
import { withoutNew } from '../support/lasting.ts';
import { type Done, takeAllBack } from '../support/way-back.ts';
import {
  comparable,
  type EntryFields,
  type Files,
  openWorkbench,
  type Workbench,
} from '../support/workbench.ts';

/** The states that one type is taken through, each given by the entries that lead to it from the one before. */
export interface States {
  readonly type: string;
  readonly states: readonly (readonly EntryFields[])[];
  /** The files that entries name. */
  readonly files?: Files;
  /** More of the mapping. [nothing] */
  readonly mapping?: Readonly<Record<string, unknown>>;
  /** Places that no state sets, with the reason. */
  readonly gaps?: Readonly<Record<string, string>>;
  /** Values of the secrets that the states name, and a key to tell whether they change. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly key?: string;
  /** Switches that stay at their default in every pass, with the reason why the states are impossible otherwise. */
  readonly unflipped?: Readonly<Partial<Record<keyof Switches, string>>>;
}

/** The states of every type. */
export async function allStates(): Promise<States[]> {
  const folder = new URL('./states/', import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
  return Promise.all(
    files.map(async (name) => ((await import(new URL(name, folder).href)) as { default: States }).default),
  );
}

/**
 * Takes this org from state to state. At each step: simulate, apply, simulate is empty, roll back, the org is as before,
 * apply again; and the sandbox has nothing to say against any request. Returns the requests.
 */
export async function conform(
  states: States,
  settings: Partial<Switches>,
  seed: OrgState,
): Promise<readonly RequestLog[]> {
  const bench = await benchFor(states, settings, seed);
  for (const [index, entries] of states.states.entries()) {
    const where = `state ${index + 1}`;
    const before = bench.sandbox.snapshot();
    const planned = await bench.plan(entries);
    const { plan } = planned;
    expect(plan.operations, `${where}: simulate finds something to do`).not.toEqual([]);
    expect(bench.sandbox.snapshot().collections, `${where}: simulate writes nothing`).toEqual(
      before.collections,
    );

    const first = await bench.apply(entries, planned);
    expect(first.error, where).toBeUndefined();
    expect(
      first.deployment.operations.map(({ state }) => state),
      `${where}: every answer is as asked`,
    ).toEqual(plan.operations.map(() => 'done'));
    const after = bench.sandbox.snapshot();
    expect((await bench.simulate(entries)).operations, `${where}: a second simulate is empty`).toEqual([]);

    const undone = await bench.rollback(first.deployment);
    expect(undone.error, where).toBeUndefined();
    const lasting = undone.deployment.plan.skipped.map(({ name }) => name);
    const created = plan.operations.filter(({ type, action }) => action === 'create' && isLasting(type));
    expect(lasting, `${where}: what stays is named`).toEqual(created.map(({ name }) => name));
    const left = withoutNew(bench.sandbox.snapshot(), before, lasting);
    expect(comparable(left, before), `${where}: rolled back`).toEqual(comparable(before));

    const again = await bench.apply(entries);
    expect(again.error, where).toBeUndefined();
    expect(comparable(bench.sandbox.snapshot(), after), `${where}: applied again`).toEqual(comparable(after));
    expect(bench.sandbox.violations, where).toEqual([]);
  }
  return bench.sandbox.requests;
}

/**
 * Takes this org through all states, and then back from each to the one before. What was deleted on the way comes back under
 * another ID, without its versions.
 * @param again whether each is redone and undone once more
 */
export async function wayBack(
  states: States,
  settings: Partial<Switches>,
  seed: OrgState,
  again = false,
): Promise<void> {
  const bench = await benchFor(states, settings, seed);
  const done: Done[] = [];
  for (const [index, entries] of states.states.entries()) {
    const before = bench.sandbox.snapshot();
    const { deployment, error } = await bench.apply(entries);
    expect(error, `state ${index + 1}`).toBeUndefined();
    done.push([deployment, before]);
  }
  await takeAllBack(bench, done, { again, mayLast: true });
  expect(bench.sandbox.violations).toEqual([]);
}

function benchFor(
  { files = {}, mapping = {}, secrets = {}, key, unflipped = {} }: States,
  settings: Partial<Switches>,
  seed: OrgState,
): Promise<Workbench> {
  const switches = Object.entries(settings).filter(([name]) => !Object.hasOwn(unflipped, name));
  return openWorkbench({
    seed,
    switches: Object.fromEntries(switches),
    mapping,
    files,
    secrets,
    ...(key === undefined ? {} : { key }),
  });
}

function isLasting(type: string): boolean {
  return typeNamed(type).calls.remove === undefined;
}

/** How much of what can be set the states set. */
export function coverage({ type, states, gaps = {} }: States): {
  covered: string[];
  missing: string[];
  writable: number;
} {
  const writable = [...leaves(shapeOf(typeNamed(type)).root, '', typeNamed(type))];
  const said = new Set(
    states
      .flat()
      .flatMap((entry) =>
        entry['type'] === type ? [...saidIn(shapeOf(typeNamed(type)).root, entry['set'], '')] : [],
      ),
  );
  const missing = writable.filter((path) => !said.has(path) && gaps[path] === undefined);
  return { covered: writable.filter((path) => said.has(path)), missing, writable: writable.length };
}

/** Every place of a type that a changeset can say something about. */
function* leaves(shape: Shape, path: string, type: ResourceType): Generator<string> {
  switch (shape.kind) {
    case 'object':
      for (const [name, field] of shape.fields) {
        if (`${path}/${name}` !== type.identity) yield* leaves(field, `${path}/${name}`, type);
      }
      return;
    case 'map':
      yield* leaves(shape.value, `${path}/*`, type);
      return;
    case 'array':
    case 'list':
      yield* leaves(shape.item, `${path}/*`, type);
      return;
    case 'part':
      yield path;
      for (const attribute of Object.keys(shape.part.attributes ?? {})) yield `${path}/*/${attribute}`;
      return;
    default:
      yield path;
  }
}

function* saidIn(shape: Shape, value: unknown, path: string): Generator<string> {
  if (value === undefined) return;
  if (value === null || typeof value !== 'object') {
    yield path;
    return;
  }
  switch (shape.kind) {
    case 'object':
      for (const [key, inner] of Object.entries(value)) {
        const field = shape.fields.get(key);
        if (field) yield* saidIn(field, inner, `${path}/${key}`);
      }
      return;
    case 'map':
      for (const inner of Object.values(value)) yield* saidIn(shape.value, inner, `${path}/*`);
      return;
    case 'array':
      if (Array.isArray(value)) for (const inner of value) yield* saidIn(shape.item, inner, `${path}/*`);
      return;
    case 'list':
      for (const inner of listItems(value)) yield* saidIn(shape.item, inner, `${path}/*`);
      return;
    case 'part':
      yield path;
      for (const elements of Object.values(value)) {
        if (Array.isArray(elements)) continue;
        for (const attributes of Object.values(elements ?? {})) {
          for (const name of Object.keys(attributes ?? {})) yield `${path}/*/${name}`;
        }
      }
      return;
    default:
      yield path;
  }
}

/** The items that are written anywhere in the verbs of an ordered list, or in a list that is written whole. */
function listItems(value: object): unknown[] {
  if (Array.isArray(value)) return value;
  const {
    add = [],
    exactly = [],
    change = [],
  } = value as { add?: unknown[]; exactly?: unknown[]; change?: { set: unknown }[] };
  return [...add, ...exactly, ...change.map(({ set }) => set)];
}
