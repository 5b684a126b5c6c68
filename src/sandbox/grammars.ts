/** The files of grammars, by language: uploaded to and fetched from storage, beside the API. */
import type { FileRequest } from './files.ts';
import { isObject, type JsonObject, textOf } from './json.ts';
import type { Document } from './model.ts';
import type { Org } from './org.ts';
import { GRAMMAR_LANGUAGES, GRAMMARS } from './paths.ts';
import { below } from './templates.ts';

export const GRAMMAR_FILES = ['dtmf', 'voice'] as const;
export type GrammarFile = (typeof GRAMMAR_FILES)[number];

/** Where the files of a grammar are; each is known by its language and kind. */
export function grammarFilesPath(grammar: string): string {
  return `${GRAMMARS}/${grammar}/files`;
}

/** A language of a grammar as the API answers it. */
export function renderedLanguage(language: Document, org: Org): Document {
  const facts = GRAMMAR_FILES.map((kind) => factsOf(language, kind, org));
  return Object.assign({}, language, ...facts) as Document;
}

function factsOf(language: Document, kind: GrammarFile, org: Org): JsonObject {
  const grammar = textOf(language.grammarId) ?? '';
  const file = org.get(grammarFilesPath(grammar), `${language.id}-${kind}`);
  const field = `${kind}FileMetadata`;
  const said = isObject(language[field]) ? language[field] : {};
  if (!file) return {};
  const content = Buffer.from(textOf(file.content) ?? '', 'base64');
  const fileType = 'Grxml';
  const dateUploaded = file.dateCreated ?? '';
  return {
    [field]: { ...said, fileType, fileSizeBytes: content.length, dateUploaded },
    [`${kind}FileUrl`]: `${org.storage.origin}/media/grammars/${grammar}/${language.id}/${kind}?t=${org.now()}`,
  };
}

export function languagesOf({ id }: Document, org: Org): Document[] {
  return org.all(below(GRAMMAR_LANGUAGES, [id])).map((language) => renderedLanguage(language, org));
}

/** Of what a body says about files only the names are kept: the rest is told by the files. */
export function withNamesAlone(body: JsonObject): JsonObject {
  const named = GRAMMAR_FILES.flatMap((kind): [string, JsonObject | null][] => {
    const said = body[`${kind}FileMetadata`];
    if (!isObject(said)) return [];
    const { fileName } = said;
    return [[`${kind}FileMetadata`, textOf(fileName) === undefined ? null : { fileName: fileName ?? '' }]];
  });
  return { ...body, ...Object.fromEntries(named) };
}

/** A file of a language as the org keeps it. */
export function grammarDocument(language: string, kind: string, bytes: Buffer, ms: number): Document {
  const dateCreated = new Date(ms).toISOString();
  return { id: `${language}-${kind}`, content: bytes.toString('base64'), dateCreated };
}

/** Hands a file out, to whoever has its address. */
export function handGrammar({ org, segments }: FileRequest): { status: number; bytes?: Buffer } {
  const [grammar = '', language = '', kind = ''] = segments;
  const file = org.get(grammarFilesPath(grammar), `${language}-${kind}`);
  if (!file) return { status: 403 };
  return { status: 200, bytes: Buffer.from(textOf(file.content) ?? '', 'base64') };
}
