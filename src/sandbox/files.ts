/** Files that go in and out beside the API, at addresses that its answers name. */
import { badToken, noToken } from './errors.ts';
import { handGrammar } from './grammars.ts';
import type { Reply } from './http.ts';
import type { Org } from './org.ts';
import { handAudio, takeAudio } from './prompts.ts';
import { handAsset } from './response-assets.ts';
import { handScript, takeScript } from './scripts.ts';
import { bearerOf, type Tokens } from './tokens.ts';

/** A request for a file, or with one. */
export interface FileRequest {
  readonly org: Org;
  /** What stands in the path behind the place. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly bytes: Buffer;
  /** The file in a field of a form; undefined where there is none. */
  readonly form: (field: string) => Buffer | undefined;
}

interface Place {
  readonly method: string;
  readonly path: string;
  /** What must be in the Authorization header: the token as it is, behind `Bearer`, or nothing at all. */
  readonly token: 'bare' | 'bearer' | 'none';
  readonly handle: (request: FileRequest) => Reply;
}

const PLACES: readonly Place[] = [
  { method: 'POST', path: '/uploads/prompts/', token: 'bare', handle: takeAudio },
  { method: 'GET', path: '/media/prompts/', token: 'none', handle: handAudio },
  { method: 'GET', path: '/media/grammars/', token: 'none', handle: handGrammar },
  { method: 'POST', path: '/uploads/v2/scripter', token: 'bearer', handle: takeScript },
  { method: 'GET', path: '/media/scripts/', token: 'none', handle: handScript },
  { method: 'GET', path: '/media/assets/', token: 'none', handle: handAsset },
];

/** Source of the limit: help, "Add a user prompt". */
const MAX_BYTES = 25 * 1024 * 1024;

/** Whether a path is one for files. */
export function isFilePath(path: string): boolean {
  return /^\/(uploads|media)\//.test(path);
}

/** Answers a request for a file, or with one. */
export function answerFile(
  { org, tokens }: { readonly org: Org; readonly tokens: Tokens },
  request: {
    readonly method: string;
    readonly url: URL;
    readonly headers: Readonly<Record<string, string | undefined>>;
    readonly bytes: Buffer;
  },
): Reply {
  const { method, url, headers, bytes } = request;
  const { authorization } = headers;
  const place = PLACES.find((one) => one.method === method && url.pathname.startsWith(one.path));
  if (!place) return { status: 404 };
  // Storages refuse what they were not signed for.
  if (place.token === 'none' && authorization !== undefined) return { status: 400 };
  if (place.token === 'bearer') tokens.clientOf(authorization);
  if (place.token === 'bare') {
    if (authorization === undefined) throw noToken();
    if (bearerOf(authorization) !== undefined) throw badToken('bad.credentials');
    tokens.clientOf(`Bearer ${authorization}`);
  }
  if (bytes.length > MAX_BYTES) return { status: 413 };
  return place.handle({
    org,
    segments: url.pathname.slice(place.path.length).split('/').map(decodeURIComponent),
    query: url.searchParams,
    bytes,
    form: (field) => fieldIn(bytes, headers['content-type'] ?? '', field),
  });
}

/** The content of one field of a form. */
function fieldIn(body: Buffer, contentType: string, field: string): Buffer | undefined {
  const [, boundary] = /^multipart\/form-data;\s*boundary="?([^";]+)/i.exec(contentType) ?? [];
  if (boundary === undefined) return undefined;
  // One character a byte, so that nothing is lost.
  const parts = `\r\n${body.toString('latin1')}`.split(`\r\n--${boundary}`).slice(1, -1);
  for (const part of parts) {
    const end = part.indexOf('\r\n\r\n');
    const isField = new RegExp(`^content-disposition:.*\\bname="${field}"`, 'im').test(part.slice(0, end));
    if (end >= 0 && isField) return Buffer.from(part.slice(end + 4), 'latin1');
  }
  return undefined;
}
