import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apply, rollback, simulate } from '../../src/index.ts';
import { isArray, isObject, type Json, type JsonObject, parseJson } from '../../src/json/json.ts';
import { withValueAt } from '../../src/json/pointer.ts';
import { schemaFile } from '../../src/yaml/schema-check.ts';
import { ROOT } from '../support/cli.ts';

const validate = new Ajv2020({ allErrors: true }).compile(schemaFile('plan.schema.json'));

/** Three plans: of the release, of nothing more to do, and of the way back. */
let saved: readonly JsonObject[];
let store: string;

beforeAll(async () => {
  store = await mkdtemp(join(tmpdir(), 'plan-schema-'));
  const project = { folder: ROOT, store, env: {} };
  const simulated = await simulate(project, 'sandbox', 'release-42.yaml');
  const given = { confirm: async () => {} };
  const { deployment } = await apply(project, {
    ...given,
    planId: simulated.plan.id,
    environment: undefined,
    onFailure: 'stop',
    unattended: false,
  });
  await simulate(project, 'sandbox', 'release-42.yaml');
  await rollback(project, { ...given, deploymentId: deployment?.id ?? '', onConflict: 'stop' });
  saved = await plansIn(join(store, 'plans'));
});

afterAll(() => rm(store, { recursive: true, force: true }));

async function plansIn(folder: string): Promise<JsonObject[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('P-'));
  const plans = await Promise.all(
    names.map(async (name) => parseJson(await readFile(join(folder, name), 'utf8'))),
  );
  return plans.filter(isObject);
}

test('the plans that real runs save are as the schema says', () => {
  expect(saved).toHaveLength(3);
  for (const plan of saved) {
    validate(plan);
    expect(validate.errors).toBeNull();
  }
});

describe('a plan with a wrong field is not', () => {
  const wrong: readonly (readonly [what: string, path: string, value: Json | undefined])[] = [
    ['another format', '/format', 2],
    ['no digest', '/digest', undefined],
    ['a digest of another kind', '/artifact', 'md5:00'],
    ['an ID that is none', '/id', '7k2m'],
    ['a field that no plan has', '/colour', 'red'],
    ['a file without its digest', '/files/0/sha256', undefined],
    ['an operation of another kind', '/operations/0/action', 'replace'],
    ['an operation without its way back', '/operations/0/inverse', undefined],
    ['a field that no operation has', '/operations/0/retry', true],
    ['a place that is no JSON Pointer', '/operations/0/after', { description: 'x' }],
    ['a call without its name', '/operations/0/steps/0/op', undefined],
    ['counts that are no numbers', '/calls/write', '20'],
    ['what was seen without a name', '/saw/names/0/name', undefined],
  ];
  test.each(wrong)('%s', (_, path, value) => {
    const plan = saved.find(
      ({ undoes, operations }) => !undoes && isArray(operations) && operations.length > 0,
    );
    expect(validate(plan)).toBe(true);
    expect(validate(withValueAt(plan, path, value))).toBe(false);
  });
});
