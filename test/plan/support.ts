import { catalog } from '../../src/catalog/index.ts';
import { readChangeset } from '../../src/changeset/read.ts';
import { readMapping } from '../../src/environment/read.ts';
import type { JsonObject } from '../../src/json/json.ts';
import { halvesOf } from '../../src/plan/document.ts';
import { type Draft, draft } from '../../src/plan/draft.ts';
import { type Consumers, Facts, Inquiry } from '../../src/plan/facts.ts';
import type { Ledger } from '../../src/plan/identify.ts';
import { type Arranged, arrange } from '../../src/plan/operations.ts';
import { resolve } from '../../src/plan/resolve.ts';

/** What a generated org holds: objects by type, with the name as ID where none is given; parts by `type/id/part`. */
export interface TestOrg {
  readonly objects?: Readonly<Record<string, readonly (string | JsonObject)[]>>;
  readonly parts?: Readonly<Record<string, JsonObject>>;
  /** The flows that use an object, by the index's word for it and its ID: `QUEUE/q1`. Nobody uses the others. */
  readonly consumers?: Readonly<Record<string, Consumers>>;
}

/** An index in which flows use what it is told, and nothing else. */
class Index extends Map<string, Consumers | 'hidden'> {
  override get(key: string): Consumers | 'hidden' {
    return super.get(key) ?? { flows: [], isComplete: true };
  }
}

/** Listings of holders that name whoever has an object in a part. */
class Holders extends Map<string, ReadonlySet<string>> {
  readonly #parts: readonly (readonly [key: string, elements: JsonObject])[];

  constructor(parts: Readonly<Record<string, JsonObject>>) {
    super();
    this.#parts = Object.entries(parts);
  }

  override get(key: string): ReadonlySet<string> {
    const id = key.slice(key.indexOf('/') + 1);
    const having = this.#parts.filter(([, elements]) =>
      Object.keys(elements).some((element) => halvesOf(element).includes(id)),
    );
    return new Set(having.map(([path]) => path.split('/')[1] ?? ''));
  }
}

/** Facts that answer everything about such an org. */
export function factsOf({ objects = {}, parts = {}, consumers = {} }: TestOrg): Facts {
  const facts = Object.assign(new Facts(), {
    consumers: new Index(Object.entries(consumers)),
    holders: new Holders(parts),
  });
  for (const type of catalog.values()) {
    const items = (objects[type.type] ?? []).map((given) => {
      const fields = typeof given === 'string' ? { [type.identity.slice(1)]: given } : given;
      return { id: String(fields['name'] ?? fields['email']), ...fields };
    });
    facts.listed.set(type.type, items);
    for (const item of items) {
      facts.documents.set(`${type.type}/${item.id}`, item);
      for (const part of Object.keys(type.parts ?? {})) {
        facts.parts.set(`${type.type}/${item.id}/${part}`, { elements: {}, foreign: [], labels: {} });
      }
    }
  }
  for (const [key, elements] of Object.entries(parts))
    facts.parts.set(key, { elements, foreign: [], labels: {} });
  facts.grants = [{ division: '*', policies: [{ domain: '*', entity: '*', actions: ['*'] }] }];
  return facts;
}

export interface TestPlan extends Draft, Arranged {
  /** `action key`, in order. */
  readonly lines: readonly string[];
  /** `code` of every error, in order. */
  readonly errors: readonly string[];
}

/** Plans a changeset over such an org: the whole pure core, no network. */
export function planOver(
  org: TestOrg,
  changes: string,
  options: { mapping?: string; ledger?: Ledger; facts?: Facts } = {},
): TestPlan {
  const { changeset, diagnostics } = readChangeset(
    'test.yaml',
    Buffer.from(`name: test\nchanges:\n${changes}`),
  );
  if (!changeset) throw new Error(JSON.stringify(diagnostics));
  const mapping = `environment: test\nsandbox: true\n${options.mapping ?? ''}`;
  const { environment, diagnostics: problems } = readMapping('mappings/test.yaml', Buffer.from(mapping), {});
  if (!environment) throw new Error(JSON.stringify(problems));
  const resolution = resolve(changeset, environment);
  const around = {
    environment,
    organization: { id: '1', name: 'Test Org' },
    ledger: options.ledger ?? new Map(),
    published: <T>(_id: string, _path: string, shown: T) => shown,
  };
  const inquiry = new Inquiry(options.facts ?? factsOf(org));
  const drafted = draft(around, resolution.intents, inquiry);
  if (inquiry.questions.length > 0)
    throw new Error(`open questions: ${inquiry.questions.map(({ ask }) => ask)}`);
  const arranged = arrange(drafted.changes);
  const found = [...resolution.diagnostics, ...drafted.diagnostics, ...arranged.diagnostics];
  return {
    ...drafted,
    ...arranged,
    diagnostics: found,
    lines: arranged.operations.map(({ action, key }) => `${action} ${key}`),
    errors: found.filter(({ severity }) => severity === 'error').map(({ code }) => code),
  };
}
