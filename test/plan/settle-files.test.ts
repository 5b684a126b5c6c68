import { expect, test } from 'vitest';
import { typeNamed } from '../../src/catalog/index.ts';
import type { Json, JsonObject } from '../../src/json/json.ts';
import { Facts, Inquiry } from '../../src/plan/facts.ts';
import type { Operation, Step } from '../../src/plan/plan.ts';
import { settle } from '../../src/plan/settle.ts';

const type = typeNamed('architect_user_prompt');
const path = '/resources/en-us';
const step = {
  op: 'putArchitectPromptResource',
  params: {},
  does: 'upload',
  job: 'audio',
  over: { op: 'getArchitectPromptResource', params: {} },
  asks: {},
} satisfies Step;
const operation = {
  key: `${type.type}/Welcome`,
  type: type.type,
  name: 'Welcome',
  live: 'Welcome',
  action: 'update',
} as Operation;

/** What is said of an upload of which nobody knows what became, by what the language holds. */
function settled(found: Json) {
  const facts = new Facts();
  facts.documents.set(`${type.type}/p`, { id: 'p', name: 'Welcome' });
  const elements: JsonObject = { 'en-us': { text: null, ttsString: null, file: found } };
  facts.parts.set(`${type.type}/p/resources`, { elements, foreign: [], labels: {} });
  const asked = { [path]: { text: null, ttsString: null, file: 'sha256:new' } };
  const now = { [`${path}/file`]: null };
  return settle({ operation, index: 0, step, id: 'p', parent: undefined, asked, now }, new Inquiry(facts));
}

test('an upload is looked at again as long as the platform works on it', () => {
  expect(settled('sha256:new')).toMatchObject({ status: 'done' });
  expect(settled(null)).toEqual({ status: 'refused' });
  expect(settled('audio that is being transcoded')).toMatchObject({
    status: 'unknown',
    again: { afterMs: 5000, forMs: 300_000 },
  });
});
