/** Files of responses: their upload, and what there is of them. */
import { randomUUID } from 'node:crypto';
import { type Answer, type Call, param } from '../call.ts';
import { collectionAt } from '../collections.ts';
import { notFound } from '../errors.ts';
import { textOf } from '../json.ts';
import { ASSET_UPLOADS, RESPONSE_ASSETS } from '../paths.ts';
import { demandIn } from '../permissions.ts';
import { isReady, statusOf, takeAsset } from '../response-assets.ts';
import { objectBody } from './body.ts';
import * as documents from './documents.ts';

const assets = collectionAt(RESPONSE_ASSETS);

/** Answers where a file goes. Until it has come there is no asset. Source: CX as Code 1.84.1, which reads until it is there. */
export function startUpload(call: Call): Answer {
  const { org, client } = call;
  const { name, divisionId } = objectBody(call, { mode: 'create', seen: undefined });
  const division = { id: textOf(divisionId) ?? org.homeDivision().id };
  demandIn(call, division.id);
  const id = randomUUID();
  const upload = { id, name: name ?? '' };
  org.put(ASSET_UPLOADS, upload);
  const date = new Date(org.now()).toISOString();
  const made = { dateCreated: date, dateModified: date, createdBy: { id: client.id } };
  const asset = { ...upload, division, ...made };
  const { address: url, headers } = org.storage.sign('assets', 'application/octet-stream', (bytes) => {
    const waiting = org.get(ASSET_UPLOADS, id);
    if (waiting && waiting.due === undefined) takeAsset(org, upload, asset, bytes);
  });
  return { body: { id, url, headers } };
}

export function readStatus(call: Call): Answer {
  const upload = call.org.get(ASSET_UPLOADS, param(call, 'statusId'));
  if (!upload) throw notFound();
  return { body: statusOf(upload, call.org) };
}

export function readAsset(call: Call): Answer {
  const asset = documents.found(call, assets, param(call, 'responseAssetId'));
  if (!isReady(asset, call.org)) throw notFound();
  return documents.read(call, assets);
}
