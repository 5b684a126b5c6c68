import { expect, test } from 'vitest';
import { processautomationTrigger } from '../../src/catalog/processautomation/processautomation-trigger.ts';

const { check } = processautomationTrigger;

test.each([
  [{}, []],
  [{ delayBySeconds: 60 }, []],
  [{ delayBySeconds: 900 }, []],
  [{ eventTTLSeconds: 10 }, []],
  [{ delayBySeconds: 59 }, ['The delayBySeconds of a trigger is from 60 to 900, not 59.']],
  [{ delayBySeconds: 901 }, ['The delayBySeconds of a trigger is from 60 to 900, not 901.']],
  [{ eventTTLSeconds: 9 }, ['The eventTTLSeconds of a trigger is at least 10, not 9.']],
  [
    { delayBySeconds: 60, eventTTLSeconds: 10 },
    ['A trigger has a delayBySeconds or an eventTTLSeconds, not both.'],
  ],
])('a trigger with %o', (document, messages) => {
  expect(check(document).map(({ message }) => message)).toEqual(messages);
});
