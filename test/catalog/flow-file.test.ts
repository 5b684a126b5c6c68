import { describe, expect, test } from 'vitest';
import { readFlowFile } from '../../src/catalog/architect/flow-file/read.ts';
import type { Json } from '../../src/json/json.ts';

const read = (text: string, values: Readonly<Record<string, Json>> = {}) =>
  readFlowFile(text, (name) => (Object.hasOwn(values, name) ? values[name] : undefined));

/** What a file names, and what stands at the place that is said for each name. */
function named(text: string, values: Readonly<Record<string, Json>> = {}): string[] {
  return read(text, values).mentions.map(({ type, name, where, at }) => {
    const narrowed = where ? ` ${JSON.stringify(where)}` : '';
    return `${type} ${name}${narrowed} <${text.slice(at.from, at.from + at.length)}>`;
  });
}

const ACTIONS = `
inboundCall:
  name: "Cards: main"
  division: Cards
  supportedLanguages:
    en-us:
      defaultLanguageSkill:
        lit:
          name: English
  initialGreeting:
    exp: Append(Prompt.Welcome, Prompt.Recording_Notice, PromptSystem.hello, MyPrompt.x)
  tasks:
    - task:
        actions:
          - transferToAcd:
              targetQueue:
                lit:
                  name: 'Card disputes'
              acdSkills:
                - acdSkill:
                    lit:
                      name: Disputes
              languageSkill:
                noValue: true
              overrideInQueueFlow:
                name: Cards in-queue
          - evaluateScheduleGroup:
              scheduleGroup:
                lit:
                  name: Office hours
              emergencyGroup:
                lit: Storm
              outputs:
                closed:
                  actions:
                    - playAudio:
                        audio:
                          prompt: Prompt.Closed_Today
          - callData:
              category:
                Core banking:
                  dataAction:
                    Balance of account:
                      inputs: {}
          - dataTableLookup:
              dataTable:
                Holidays:
                  foundOutputs: {}
          - callCommonModule:
              commonModule:
                Who calls:
                  ver_latestPublished: {}
          - setWrapupCode:
              wrapupCode:
                lit:
                  name: Sale
          - transferToFlow:
              targetFlow:
                name: Other flow
          - transferToGroup:
              targetGroup:
                lit:
                  name: Front desk
`;

test('everything that a flow names literally is found, at its place', () => {
  expect(named(ACTIONS)).toEqual([
    'routing_language English <English>',
    'architect_user_prompt Welcome <Welcome>',
    'architect_user_prompt Recording_Notice <Recording_Notice>',
    "routing_queue Card disputes <'Card disputes'>",
    'routing_skill Disputes <Disputes>',
    'flow Cards in-queue {"type":"INQUEUECALL"} <Cards in-queue>',
    'architect_schedulegroups Office hours <Office hours>',
    'architect_emergencygroup Storm <Storm>',
    'architect_user_prompt Closed_Today <Closed_Today>',
    'integration_action Balance of account {"category":"Core banking"} <Balance of account>',
    'architect_datatable Holidays <Holidays>',
    'flow Who calls {"type":"COMMONMODULE"} <Who calls>',
    'routing_wrapupcode Sale <Sale>',
    'flow Other flow <Other flow>',
    'group Front desk <Front desk>',
    'auth_division Cards <Cards>',
  ]);
  expect(read(ACTIONS)).toMatchObject({
    own: { name: 'Cards: main' },
    says: { type: 'INBOUNDCALL' },
    complaints: [],
    unchecked: [],
  });
});

test('what is looked up when the flow runs is told', () => {
  const text = `inboundCall:
  name: x
  menus:
    - transfer:
        targetQueue:
          exp: FindQueue(Flow.queue)
    - transfer:
        targetQueue:
          exp: Flow.queue
    - say:
        audio:
          exp: ToAudio(FindUserPrompt("Hello"))
`;
  const { unchecked, mentions } = read(text);
  expect(mentions).toEqual([]);
  expect(unchecked.map(({ what }) => what)).toEqual(['FindQueue(…)', 'targetQueue', 'FindUserPrompt(…)']);
});

describe('variables', () => {
  const text = 'inboundCall:\n  name: {{ name }}\n  division: {{division}}\n  description: "{{name}} x"\n';

  test('are filled in before the file is YAML, and places are those of the file', () => {
    const filled = read(text, { name: 'A much longer name', division: 'Home' });
    expect(filled.text).toContain('name: A much longer name\n');
    expect(filled.own).toMatchObject({ name: 'A much longer name', at: { from: 21, length: 10 } });
    // A value is in the words of its org already: it is not translated.
    expect(filled.own?.byVariable).toBe(true);
    expect(named(text, { name: 'A much longer name', division: 'Home' })).toEqual([
      'auth_division Home <{{division}}>',
    ]);
  });

  test('without a value are found, with their places, and nothing else is said', () => {
    const { missing, complaints } = read(text, { name: 'x' });
    expect(missing.map(({ name, at }) => [name, text.slice(at.from, at.from + at.length)])).toEqual([
      ['division', '{{division}}'],
    ]);
    expect(complaints).toEqual([]);
  });

  test('keep what stands behind them in its place', () => {
    const after = 'inboundCall:\n  name: {{n}}\n  q:\n    targetQueue:\n      lit:\n        name: Sales\n';
    expect(named(after, { n: 'x' })).toEqual(['routing_queue Sales <Sales>']);
    expect(named(after, { n: 'something much longer' })).toEqual(['routing_queue Sales <Sales>']);
  });
});

test.each([
  ['inboundCall: [', 'It is no YAML'],
  ['inboundCall:\n  a: 1\nworkflow:\n  b: 2\n', 'The file must have one key'],
  ['somethingElse:\n  name: x\n', 'The file must have one key'],
  ['constructor:\n  name: x\n', 'The file must have one key'],
  ['inboundCall:\n  division: Home\n', 'The file does not say the name'],
  ['', 'The file must have one key'],
])('%j will not do', (text, message) => {
  expect(read(text).complaints[0]?.message).toContain(message);
});

test('names that JavaScript knows are names', () => {
  const text =
    'workflow:\n  name: x\n  constructor:\n    __proto__:\n      toString: 1\n  dataTable:\n    constructor: {}\n';
  expect(named(text)).toEqual(['architect_datatable constructor <constructor>']);
});

test('aliases stand for nothing, and are not followed', () => {
  const bomb = `workflow:\n  name: x\n  a: &a [1]\n  b: &b [*a, *a]\n  c: [*b, *b]\n`;
  expect(read(bomb).complaints).toEqual([]);
});
