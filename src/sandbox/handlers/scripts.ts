/** Scripts: how imports are, publications, exports, and what goes. */
import { type Answer, type Call, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { methodNotAllowed, notFound } from '../errors.ts';
import { textOf } from '../json.ts';
import { SCRIPTS } from '../paths.ts';
import { uploadStatus } from '../scripts.ts';
import { objectBody } from './body.ts';
import * as documents from './documents.ts';

const scripts = collectionAt(SCRIPTS);

export function readUpload(call: Call): Answer {
  return { body: uploadStatus(call.org, param(call, 'uploadId')) };
}

/** Publishes the version that there is. No two publications are of the same moment. */
export function publishScript(call: Call): Answer {
  const { scriptId } = objectBody(call, { mode: 'create', seen: undefined });
  const { org } = call;
  const script = documents.foundToChange(call, scripts, textOf(scriptId) ?? '');
  const last = Date.parse(textOf(script.publishedDate) ?? '') || 0;
  const publishedDate = new Date(Math.max(org.now(), last + 1)).toISOString();
  const published = { ...script, publishedDate };
  org.put(SCRIPTS, published);
  return { body: documents.rendered(call, scripts, published) };
}

export function exportScript(call: Call): Answer {
  if (call.body !== undefined) objectBody(call, { mode: 'create', seen: undefined });
  const { org } = call;
  const { id } = documents.found(call, scripts, param(call, 'scriptId'));
  return { body: { url: `${org.storage.origin}/media/scripts/${id}?t=${org.now()}` } };
}

export function deleteScript(call: Call): Answer {
  if (call.org.switches.scriptDelete === 'refused') throw methodNotAllowed(['GET']);
  if (!call.org.get(SCRIPTS, param(call, 'scriptId'))) throw notFound();
  return documents.remove(call, scripts);
}
