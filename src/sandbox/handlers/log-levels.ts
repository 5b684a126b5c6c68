/** Log levels of flows: they go by the ID of their flow. */
import { type Answer, type Call, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { duplicate, notFound } from '../errors.ts';
import { FLOW_LOG_LEVELS, FLOWS } from '../paths.ts';
import { lives } from '../references.ts';
import * as documents from './documents.ts';

const levels = collectionAt(FLOW_LOG_LEVELS);

export function createLevel(call: Call): Answer {
  const id = param(call, 'flowId');
  if (!lives(call.org.get(FLOWS, id))) throw notFound();
  if (call.org.get(FLOW_LOG_LEVELS, id))
    throw duplicate(call.org.switches.duplicateStatus, levels.entity, id);
  return documents.create(call, levels);
}

export function readLevel(call: Call): Answer {
  return documents.read(call, levels);
}

export function replaceLevel(call: Call): Answer {
  return documents.replace(call, levels);
}

export function deleteLevel(call: Call): Answer {
  return documents.remove(call, levels);
}
