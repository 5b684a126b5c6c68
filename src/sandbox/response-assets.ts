/** The files that responses send along: uploaded to storage, worked on for a while, and handed out at an address. */
import type { FileRequest } from './files.ts';
import { type JsonObject, textOf } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { ASSET_UPLOADS, RESPONSE_ASSETS } from './paths.ts';

/** What files are, by what their names end with. What is not here is taken as it is. */
const TYPES: Readonly<Record<string, string>> = {
  gif: 'image/gif',
  html: 'text/html',
  jpg: 'image/jpeg',
  pdf: 'application/pdf',
  png: 'image/png',
  txt: 'text/plain',
};

/** Endings that the platform takes from nobody. */
const REFUSED = /\.(bat|exe|js)$/i;

/** What an asset says of its content, and the content, which no answer has. */
export function contentOf(name: string, bytes: Buffer): JsonObject {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return {
    contentLength: bytes.length,
    contentType: TYPES[ending] ?? 'application/octet-stream',
    content: bytes.toString('base64'),
  };
}

/** An asset as the API answers it, at an address that is new each time. */
export function renderedAsset({ content: _, standsIn: __, ...asset }: Document, org: Org): Document {
  return { ...asset, contentLocation: `${org.storage.origin}/media/assets/${asset.id}?t=${org.now()}` };
}

/** Whether an asset is there: for a while after its upload it is looked through. */
export function isReady({ id }: Document, org: Org): boolean {
  const upload = org.get(ASSET_UPLOADS, id);
  return upload === undefined || statusOf(upload, org).status === 'Uploaded';
}

/** How far an upload is: it says the same while it waits for its file and while that is looked through. */
export function statusOf({ id, name, due }: Document, org: Org): JsonObject {
  if (typeof due !== 'number' || due > org.now()) return { id, status: 'InProgress' };
  if (!REFUSED.test(textOf(name) ?? '')) return { id, status: 'Uploaded' };
  return {
    id,
    status: 'Failed',
    errorCode: 'file.type.not.allowed',
    errorMessage: `Files of this type are not allowed: ${textOf(name)}.`,
  };
}

/** Takes the file of an upload: the asset is there as soon as it was looked through. */
export function takeAsset(org: Org, upload: Document, asset: Document, bytes: Buffer): void {
  org.put(ASSET_UPLOADS, { ...upload, due: org.now() + org.switches.responseAssetMs });
  const name = textOf(asset.name) ?? '';
  if (!REFUSED.test(name)) org.put(RESPONSE_ASSETS, { ...asset, ...contentOf(name, bytes), id: asset.id });
}

/** Hands a file out, where it is handed out at all. */
export function handAsset({ org, segments }: FileRequest): { status: number; bytes?: Buffer } {
  const [id = ''] = segments;
  const asset = org.get(RESPONSE_ASSETS, id);
  if (!asset || org.switches.responseAssetContent === 'closed') return { status: 403 };
  return { status: 200, bytes: Buffer.from(textOf(asset.content) ?? '', 'base64') };
}
