import type { Mention } from '../catalog/file-reading.ts';
import { catalog, typeNamed } from '../catalog/index.ts';
import type { FileFacts, ResourceType } from '../catalog/vocabulary.ts';
import type { FileContent } from '../changeset/files.ts';
import type { Diagnostic, Position } from '../diagnostics.ts';
import { type Environment, liveName } from '../environment/environment.ts';
import type { JsonObject } from '../json/json.ts';
import type { Pointer } from '../json/pointer.ts';
import { didYouMean } from '../nearest.ts';
import { positionAt, sourceFile } from '../yaml/text.ts';
import { digestOfBytes } from './digest.ts';
import { NamedReference } from './intent.ts';

/** A file that an entry names, in the names and values of one environment. */
export interface ReadFile {
  /** The place of the document that it stands for. */
  readonly path: Pointer;
  /** Relative to the project's folder. */
  readonly name: string;
  /** `sha256:<hex>` of what is handed over. */
  readonly digest: string;
  readonly bytes: Uint8Array;
  /** Fields of the object that stand in it. */
  readonly says: JsonObject;
  /** What it names. */
  readonly mentions: readonly NamedReference[];
  /** What cannot be looked up before it runs, in words. */
  readonly unchecked: readonly string[];
  /** The file with other names of the org for these; undefined where it makes no sense with another one. */
  readonly instead: (names: ReadonlyMap<NamedReference, string>) => ReadFile | undefined;
}

/** The object whose file it is, in the changeset's words and in the org's. */
export interface FileOwner {
  readonly type: ResourceType;
  readonly name: string;
  readonly live: string;
  readonly environment: Environment;
  /** Takes what is wrong. */
  readonly diagnostics: Diagnostic[];
}

/** What a file means in one environment: its variables filled in, the names that it has translated. */
export function readProjectFile(
  path: Pointer,
  facts: FileFacts,
  content: FileContent,
  owner: FileOwner,
): ReadFile {
  const { name, bytes, digest } = content;
  if (!facts.read)
    return { path, name, digest, bytes, says: {}, mentions: [], unchecked: [], instead: () => undefined };
  const { environment, diagnostics } = owner;
  const source = sourceFile(name, new TextDecoder().decode(bytes));
  const place = ({ from, length }: { from: number; length: number }): Position =>
    positionAt(source, from, length);
  const say = (code: string, message: string, at: Position, hint?: string): void => {
    diagnostics.push({ severity: 'error', code, message, at, ...(hint === undefined ? {} : { hint }) });
  };
  const reading = facts.read(source.text, (variable) => environment.variables.get(variable));
  for (const { name: variable, at } of reading.missing) {
    const hint =
      didYouMean(variable, environment.variables.keys()) ??
      `Add  variables: { ${variable}: … }  to ${environment.file}.`;
    say('variable.unknown', `${environment.file} has no variable "${variable}".`, place(at), hint);
  }
  for (const { message, hint, at } of reading.complaints) say('file.wrong', message, place(at), hint);
  const { own } = reading;
  const isOwn = own && (own.name === owner.live || (!own.byVariable && own.name === owner.name));
  if (own && !isOwn) {
    say(
      'file.name',
      `The file is about "${own.name}", the entry about "${owner.name}".`,
      place(own.at),
      `Write  name: ${own.name}  in the entry, or  was:  to rename the ${owner.type.noun}.`,
    );
  }
  const known = reading.mentions.filter(({ type }) => catalog.has(type));
  const mentions = known.map((mention) => ({
    mention,
    reference: referenceOf(mention, place(mention.at), environment),
  }));
  const unchecked = [
    ...reading.unchecked.map(({ what, at }) => `${what} on line ${place(at).line}`),
    ...reading.mentions
      .filter((mention) => !known.includes(mention))
      .map(({ type, name: unknown, at }) => `${type} "${unknown}" on line ${place(at).line}`),
  ];
  const handed = (instead: ReadonlyMap<NamedReference, string>): ReadFile => {
    const text = translated(reading.text, [
      ...(own && !own.byVariable ? [[own, owner.live] as const] : []),
      ...mentions.map(
        ({ mention, reference }) => [mention, instead.get(reference) ?? reference.live] as const,
      ),
    ]);
    const bytes = new TextEncoder().encode(text);
    const others = [...instead].map(([{ name: old }, other]) => `"${other}" for "${old}"`);
    return {
      path,
      name: others.length === 0 ? name : `${name} with ${[...new Set(others)].join(' and ')}`,
      digest: digestOfBytes(bytes),
      bytes,
      says: reading.says,
      mentions: mentions.map(({ reference }) => reference),
      unchecked,
      instead: (names) =>
        mentions.every(({ mention, reference }) => mention.exchangeable || !names.has(reference))
          ? handed(names)
          : undefined,
    };
  };
  return handed(new Map());
}

/** A file as it was handed over, for an object of this name; undefined where a file gives its object no name. */
export function renamed({ read }: FileFacts, bytes: Uint8Array, name: string): Uint8Array | undefined {
  const reading = read?.(new TextDecoder().decode(bytes), () => undefined);
  return reading?.own && new TextEncoder().encode(translated(reading.text, [[reading.own, name]]));
}

/** What the environment's variables have brought is in the org's words already. */
function referenceOf(mention: Mention, at: Position, environment: Environment): NamedReference {
  const { type, name, where, noun, byVariable } = mention;
  const id = environment.ids.get(type)?.get(name);
  return new NamedReference({
    type,
    name,
    live: byVariable ? name : liveName(environment, type, name),
    noun: noun ?? typeNamed(type).noun,
    ...(where ? { where } : {}),
    ...(id === undefined ? {} : { id }),
    at,
  });
}

/** The text with these names in the places of those that it mentions. */
function translated(text: string, names: readonly (readonly [Mention, string])[]): string {
  const renamed = names
    .filter(([{ name }, live]) => live !== name)
    .sort(([a], [b]) => b.written.at.from - a.written.at.from);
  return renamed.reduce((rest, [{ written }, live]) => {
    const { from, length } = written.at;
    return rest.slice(0, from) + written.as(live) + rest.slice(from + length);
  }, text);
}
