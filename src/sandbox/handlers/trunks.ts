/** What a trunk base would be before anything is said. */
import { type Answer, type Call, first } from '../call.ts';
import { notFound } from '../errors.ts';
import { templateOf } from '../trunks.ts';

/** The trunk base that a metabase gives. */
export function readTrunkTemplate(call: Call): Answer {
  const template = templateOf(first(call.query, 'trunkMetabaseId') ?? '');
  if (!template) throw notFound();
  return { body: template };
}
