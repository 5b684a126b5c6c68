import type { Position } from '../diagnostics.ts';
import { type Json, objectOf } from '../json/json.ts';
import type { Pointer } from '../json/pointer.ts';
import { pointer, segmentsOf } from '../json/pointer.ts';

/** A value of a YAML file that knows where it was written. */
export type Node = ScalarNode | MapNode | ListNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly at: Position;
  readonly value: null | boolean | number | string;
  /** How it was written, without quotes. */
  readonly text: string;
}

export interface MapNode {
  readonly kind: 'map';
  readonly at: Position;
  readonly entries: ReadonlyMap<string, MapEntry>;
}

export interface MapEntry {
  readonly key: ScalarNode;
  readonly value: Node;
}

export interface ListNode {
  readonly kind: 'list';
  readonly at: Position;
  readonly items: readonly Node[];
}

/** The plain value, without positions. */
export function jsonOf(node: Node): Json {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(jsonOf);
    case 'map':
      return objectOf([...node.entries].map(([key, entry]) => [key, jsonOf(entry.value)]));
  }
}

/** The value of a map's key, or undefined. */
export function child(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

/** The text of a map's key where it is one, or undefined. */
export function textChild(node: Node | undefined, key: string): string | undefined {
  const value = child(node, key);
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
}

/** The node at that place; where the path ends early, the deepest one on the way. */
export function nodeAt(root: Node, path: Pointer): Node {
  let node = root;
  for (const segment of segmentsOf(path)) {
    const next = node.kind === 'list' ? node.items[Number(segment)] : child(node, segment);
    if (!next) return node;
    node = next;
  }
  return node;
}

/** The key under which the value at that place stands, or undefined for items of lists and the root. */
export function keyAt(root: Node, path: Pointer): ScalarNode | undefined {
  const segments = segmentsOf(path);
  const parent = nodeAt(root, pointer(...segments.slice(0, -1)));
  return parent.kind === 'map' ? parent.entries.get(segments.at(-1) ?? '')?.key : undefined;
}

/** RFC 7396 at the level of nodes: what `over` says wins, key by key; what it does not say stays. */
export function merged(base: Node, over: Node): Node {
  if (base.kind !== 'map' || over.kind !== 'map') return over;
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const below = entries.get(key);
    entries.set(key, below ? { key: entry.key, value: merged(below.value, entry.value) } : entry);
  }
  return { ...over, entries };
}
