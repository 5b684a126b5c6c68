/** Agent scripts: imported beside the API, exported to an address, published. */
import { randomUUID } from 'node:crypto';
import { badRequest, notFound } from './errors.ts';
import type { FileRequest } from './files.ts';
import type { Reply } from './http.ts';
import { type JsonObject, textOf } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { SCRIPT_UPLOADS, SCRIPTS } from './paths.ts';

/** Scripts that are built in: no import replaces one. */
const BUILT_IN = /^Default (Callback|Inbound|Outbound) Script$/;

/** A script as the API answers it. */
export function renderedScript({ content: _, standsIn: __, ...script }: Document): Document {
  return { ...script, id: script.id };
}

/**
 * Takes an exported script: a form with the fields `file`, `scriptName` and perhaps `scriptIdToReplace`, behind `Bearer`.
 * Source: CX as Code 1.84.1, script.
 */
export function takeScript({ org, form }: FileRequest): Reply {
  const [file, name, replaced] = ['file', 'scriptName', 'scriptIdToReplace'].map((field) => form(field));
  if (!file || !name) throw badRequest('The form has no field file, or no scriptName.');
  const correlationId = randomUUID();
  const message = refusalOf(org, file, name.toString(), replaced?.toString());
  const due = org.now() + org.switches.scriptImportMs;
  org.put(SCRIPT_UPLOADS, { id: correlationId, due, ...(message === undefined ? {} : { message }) });
  if (message === undefined) keep(org, file, name.toString(), replaced?.toString());
  return { status: 200, body: { correlationId } };
}

function refusalOf(org: Org, file: Buffer, name: string, replaced: string | undefined): string | undefined {
  if (BUILT_IN.test(name)) return `The script ${name} is reserved.`;
  if (replaced !== undefined && !org.get(SCRIPTS, replaced)) return `There is no script ${replaced}.`;
  try {
    const { name: own } = JSON.parse(file.toString('utf8')) as JsonObject;
    return own === undefined ? 'The file is no exported script.' : undefined;
  } catch {
    return 'The file cannot be parsed.';
  }
}

function keep(org: Org, file: Buffer, name: string, replaced: string | undefined): void {
  const before = replaced === undefined ? undefined : org.get(SCRIPTS, replaced);
  const modifiedDate = new Date(org.now()).toISOString();
  const fresh = { id: randomUUID(), createdDate: modifiedDate, division: { id: org.homeDivision().id } };
  const { standsIn: _, ...rest }: Document = before ?? fresh;
  org.put(SCRIPTS, {
    ...rest,
    id: before?.id ?? fresh.id,
    name,
    modifiedDate,
    versionId: randomUUID(),
    content: file.toString('base64'),
  });
}

/** How far an import is. One that cannot be done says no more than that it has not succeeded, and why. */
export function uploadStatus(org: Org, id: string): JsonObject {
  const upload = org.get(SCRIPT_UPLOADS, id);
  if (!upload) throw notFound();
  const isDue = Number(upload.due) <= org.now();
  if (!isDue) return { succeeded: false };
  const { message } = upload;
  return message === undefined ? { succeeded: true } : { succeeded: false, message };
}

/** Hands an exported script out, to whoever has its address. */
export function handScript({ org, segments }: FileRequest): { status: number; bytes?: Buffer } {
  const script = org.get(SCRIPTS, segments[0] ?? '');
  if (!script) return { status: 403 };
  return { status: 200, bytes: Buffer.from(textOf(script.content) ?? '', 'base64') };
}
