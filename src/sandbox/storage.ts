/**
 * The storage that files are uploaded to: another host on the platform, a path of its own here. An address is good for what
 * it was signed for: it wants the headers that came with it and no others of their kind, and refuses a token. Source: the
 * object storage behind `presignedUrl` and `uploadURI`.
 */
import { randomUUID } from 'node:crypto';
import type { Reply } from './http.ts';
import type { JsonObject } from './json.ts';

const PATH = '/storage/';

/** What waits for a file at an address. */
interface Awaited {
  readonly headers: Readonly<Record<string, string>>;
  /** Takes the file; a second one, too. */
  readonly take: (bytes: Buffer) => void;
}

/** Whether a path is one of the storage's. */
export function isStorage(path: string): boolean {
  return path.startsWith(PATH);
}

export class Storage {
  /** Scheme, host and port of the addresses. */
  origin = '';
  readonly #awaited = new Map<string, Awaited>();

  /** An address that takes one file, and the headers that must go along. */
  sign(
    folder: string,
    type: string,
    take: (bytes: Buffer) => void,
  ): { address: string; headers: JsonObject } {
    const path = `${PATH}${folder}/${randomUUID()}`;
    const signature = randomUUID();
    const headers = { 'content-type': type, 'x-amz-server-side-encryption': 'AES256' };
    this.#awaited.set(`${path}?X-Amz-Signature=${signature}`, { headers, take });
    return { address: `${this.origin}${path}?X-Amz-Signature=${signature}`, headers };
  }

  /** Takes a file, or answers why not, as a storage does: in XML. */
  put(
    method: string,
    { pathname, search }: URL,
    headers: Readonly<Record<string, string | undefined>>,
    bytes: Buffer,
  ): Reply {
    const awaited = this.#awaited.get(pathname + search);
    if (headers['authorization'] !== undefined)
      return refused(400, 'InvalidArgument', 'Only one auth mechanism allowed');
    if (method !== 'PUT' || !awaited) return refused(403, 'AccessDenied', 'Request has expired');
    const isSigned = (name: string): boolean => name === 'content-type' || name.startsWith('x-amz-');
    const sent = Object.keys(headers).filter((name) => isSigned(name) && headers[name] !== undefined);
    const expected = Object.entries(awaited.headers);
    if (sent.length !== expected.length || expected.some(([name, value]) => headers[name] !== value)) {
      const message = 'The request signature we calculated does not match the signature you provided.';
      return refused(403, 'SignatureDoesNotMatch', message);
    }
    awaited.take(bytes);
    return { status: 200 };
  }
}

function refused(status: number, code: string, message: string): Reply {
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, raw: { type: 'application/xml', text } };
}
