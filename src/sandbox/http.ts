/** Reading requests and sending answers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { badRequest, tooLarge, wrongMediaType } from './errors.ts';
import type { Json } from './json.ts';

/** Source: limit `request.bytes.max` of the namespace platform.api. */
const MAX_BYTES = 512_000;

const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-cache, no-store, must-revalidate',
  Pragma: 'no-cache',
  Expires: '0',
  'Strict-Transport-Security': 'max-age=600; includeSubDomains',
};

/** The most bytes that are read of a file: more than any place for files takes. */
export const MAX_FILE_BYTES = 100_000_000;

/** The whole body as text; more than the platform takes is read no further than that. */
export async function readText(request: IncomingMessage, most = MAX_BYTES): Promise<string> {
  return (await readBytes(request, most)).toString('utf8');
}

/** The whole body as it is. */
export async function readBytes(request: IncomingMessage, most = MAX_FILE_BYTES): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= most) chunks.push(bytes);
  }
  if (size > most) throw tooLarge(most);
  return Buffer.concat(chunks);
}

/** The JSON of a body, undefined for an empty one. */
export function parseJson(text: string, contentType: string | undefined): Json | undefined {
  if (text === '') return undefined;
  if (!/^application\/json\b/i.test(contentType ?? '')) throw wrongMediaType();
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    throw badRequest();
  }
}

export interface Reply {
  readonly status: number;
  readonly body?: Json | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** A body that is sent as it is, in the place of the JSON. */
  readonly raw?: { readonly type: string; readonly text: string };
  /** A file that is sent as it is, in the place of the JSON. */
  readonly bytes?: Uint8Array;
  /** Nothing is answered: the connection is cut. */
  readonly cut?: true;
}

/** Sends an answer with the headers that every answer of the platform has. */
export function send(response: ServerResponse, reply: Reply): void {
  if (reply.cut) {
    response.socket?.resetAndDestroy();
    return;
  }
  const json = reply.body === undefined ? undefined : JSON.stringify(reply.body);
  const { text, type: media } = reply.raw ?? { text: json ?? '', type: json && 'application/json' };
  const type: Record<string, string> = media ? { 'Content-Type': media } : {};
  const content = reply.bytes ?? Buffer.from(text);
  response.writeHead(reply.status, {
    ...COMMON_HEADERS,
    ...type,
    ...reply.headers,
    'Content-Length': content.length,
  });
  response.end(content);
}
