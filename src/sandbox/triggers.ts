/** What is special about triggers. Facts of the platform; source: CX as Code 1.84.1, processautomation_trigger. */
import type { Call } from './call.ts';
import { badField } from './errors.ts';
import { at, type JsonObject, textOf } from './json.ts';
import type { Document } from './model.ts';
import { FLOWS } from './paths.ts';

const LEAST_TTL = 10;
const DELAY = { least: 60, most: 900 };

/** Either a delay or an end of the event's life, and the topic for good. */
export function checkTrigger(next: JsonObject, previous: Document | undefined): void {
  const { delayBySeconds: delay, eventTTLSeconds: life, topicName } = next;
  if (typeof delay === 'number' && typeof life === 'number')
    throw badField('delayBySeconds', 'delayBySeconds and eventTTLSeconds cannot both be set.');
  if (typeof delay === 'number' && (delay < DELAY.least || delay > DELAY.most))
    throw badField('delayBySeconds', `delayBySeconds must be between ${DELAY.least} and ${DELAY.most}.`);
  if (typeof life === 'number' && life < LEAST_TTL)
    throw badField('eventTTLSeconds', `eventTTLSeconds must be at least ${LEAST_TTL}.`);
  if (previous && topicName !== previous.topicName)
    throw badField('topicName', 'The topic of a trigger cannot be changed.');
}

/** Only a published workflow can be started. */
export function verifyTrigger({ target }: Document, previous: Document | undefined, { org }: Call): void {
  const id = textOf(at(target, 'id')) ?? '';
  if (previous && id === at(previous.target, 'id')) return;
  const flow = org.get(FLOWS, id);
  if (flow?.type !== 'WORKFLOW' || flow.publishedVersion === undefined)
    throw badField('target.id', `The target ${id} is not a published workflow.`);
}
