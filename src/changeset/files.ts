import { typeNamed } from '../catalog/index.ts';
import { type Shape, shapeOf } from '../catalog/shape.ts';
import type { FileFacts, Part } from '../catalog/vocabulary.ts';
import type { Position } from '../diagnostics.ts';
import { child, type Node } from '../yaml/node.ts';
import type { Changeset } from './changeset.ts';

/** A place of a changeset that names a file. */
export interface FileMention {
  /** The path as it was written: relative to the changeset. */
  readonly written: string;
  readonly at: Position;
  readonly facts: FileFacts;
}

/** A file that a changeset names. */
export interface FileContent {
  /** Relative to the project's folder, as messages call it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** `sha256:<hex>` of the bytes: what documents hold in its place. */
  readonly digest: string;
}

/** The files that a changeset names, by the path as it was written. */
export type Contents = ReadonlyMap<string, FileContent>;

/** Every place of a changeset that names a file, in the order of the entries. */
export function fileMentions(changeset: Changeset): FileMention[] {
  return changeset.entries.flatMap(({ type, set }) => mentionsIn(shapeOf(typeNamed(type)).root, set));
}

function mentionsIn(shape: Shape | undefined, node: Node): FileMention[] {
  if (shape?.kind === 'file') return mention(shape.facts, node);
  if (shape?.kind === 'part') return mentionsInPart(shape.part, node);
  if (node.kind === 'list') {
    const item = shape?.kind === 'array' || shape?.kind === 'list' ? shape.item : undefined;
    return item ? node.items.flatMap((inner) => mentionsIn(item, inner)) : [];
  }
  if (node.kind !== 'map') return [];
  return [...node.entries].flatMap(([key, { value }]) => {
    const field =
      shape?.kind === 'object' ? shape.fields.get(key) : shape?.kind === 'map' ? shape.value : undefined;
    // Below a list with verbs stand the verbs first.
    return mentionsIn(field ?? (shape?.kind === 'list' ? shape : undefined), value);
  });
}

/** Verb, element, attribute; or all elements in one file. */
function mentionsInPart(part: Part, node: Node): FileMention[] {
  const { attributes = {} } = part;
  const rows = part.file && rowFile(child(node, 'exactly'));
  if (part.file && rows) return mention(part.file, rows);
  const inside = (outer: Node): Node[] =>
    outer.kind === 'map' ? [...outer.entries.values()].map(({ value }) => value) : [];
  return inside(node)
    .flatMap(inside)
    .flatMap((element) =>
      element.kind === 'map'
        ? [...element.entries].flatMap(([key, { value }]) => {
            const facts = Object.hasOwn(attributes, key) ? attributes[key]?.file : undefined;
            return facts ? mention(facts, value) : [];
          })
        : [],
    );
}

/** The file in `exactly: { file: … }`. A row of that name has columns. */
export function rowFile(exactly: Node | undefined): Node | undefined {
  const file = child(exactly, 'file');
  return file?.kind === 'scalar' && typeof file.value === 'string' ? file : undefined;
}

function mention(facts: FileFacts, node: Node): FileMention[] {
  return node.kind === 'scalar' && typeof node.value === 'string'
    ? [{ written: node.value, at: node.at, facts }]
    : [];
}
