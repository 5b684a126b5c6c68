import type { ErrorObject } from 'ajv/dist/2020.js';
import { withArticle, withCapitalArticle } from '../catalog/article.ts';
import { typeNamed } from '../catalog/index.ts';
import { type Shape, shapeOf } from '../catalog/shape.ts';
import type { Reference, ResourceType } from '../catalog/vocabulary.ts';
import type { Diagnostic } from '../diagnostics.ts';
import { type Pointer, segmentsOf } from '../json/pointer.ts';
import { nearest } from '../nearest.ts';
import { quote } from '../yaml/finding.ts';
import { child, type ListNode, type MapNode, type Node, type ScalarNode } from '../yaml/node.ts';

/** What a schema error means for a field of this type. */
export function fieldFinding(
  type: ResourceType,
  error: ErrorObject,
  node: Node,
  isSwitch = false,
): Diagnostic | undefined {
  const path = segmentsOf(error.instancePath);
  if (error.keyword === 'additionalProperties' && node.kind === 'map') {
    return unknownField(type, path, String(error.params['additionalProperty']), node, isSwitch);
  }
  if (error.keyword === 'not') return notAll(node);
  if (error.keyword !== 'type') return undefined;
  const shape = shapeAt(type, path);
  if (shape && isSetLike(shape) && node.kind !== 'map') return withoutVerb(path.at(-1) ?? '', shape, node);
  const outer = shapeAt(type, path.slice(0, -1));
  return outer?.kind === 'part' && node.kind === 'list' ? withoutAttributes(outer, node) : undefined;
}

type SetShape = Extract<Shape, { kind: 'set' | 'values' | 'part' | 'list' }>;

/** The shape of the field at that path; undefined inside verbs and elements. */
export function shapeAt(type: ResourceType, path: readonly string[]): Shape | undefined {
  let shape: Shape | undefined = shapeOf(type).root;
  for (const segment of path) {
    if (shape?.kind === 'object') shape = shape.fields.get(segment);
    else if (shape?.kind === 'map') shape = shape.value;
    else if (shape?.kind === 'array') shape = shape.item;
    else return undefined;
  }
  return shape;
}

/** Whether a secret may stand at that place: in a text, or in what may be anything. */
export function takesSecret(type: ResourceType, path: Pointer): boolean {
  const segments = segmentsOf(path);
  for (const [index] of segments.entries()) {
    const shape = shapeAt(type, segments.slice(0, index + 1));
    if (!shape || shape.kind === 'any' || shape.kind === 'merged' || shape.kind === 'list') return true;
    if (shape.kind === 'scalar') return shape.is === 'text';
    if (!['object', 'map', 'array'].includes(shape.kind)) return false;
  }
  return true;
}

/** Whether a changeset says with verbs what becomes of its elements. */
export function isSetLike(shape: Shape): shape is SetShape {
  return ['set', 'values', 'part', 'list'].includes(shape.kind);
}

function unknownField(
  type: ResourceType,
  path: readonly string[],
  key: string,
  node: MapNode,
  isSwitch: boolean,
): Diagnostic | undefined {
  const shape = shapeAt(type, path);
  if (shape?.kind !== 'object') return undefined;
  const at = node.entries.get(key)?.key.at ?? node.at;
  const place = `/${[...path, key].join('/')}`;
  const say = (code: string, message: string, hint?: string): Diagnostic => ({
    severity: 'error',
    code,
    message,
    ...(hint ? { hint } : {}),
    at,
  });
  if (place === type.identity) {
    return say(
      'field.identity',
      `The ${key} of ${withArticle(type.noun)} is the entry's \`name\`.`,
      'To rename it, write the new one as  name:  and the old one as  was:',
    );
  }
  if (type.operational?.includes(place)) {
    const isAlone = [...node.entries.keys()].every((other) => type.operational?.includes(`/${other}`));
    return say(
      'field.switch',
      `${quote(key)} is a live switch: it is never changed as a side effect.`,
      isAlone ? 'Add  action: switch' : 'Write it in a changeset of its own, with  action: switch',
    );
  }
  if (isSwitch && shape.fields.has(key)) {
    const switches = (type.operational ?? []).map((path) => path.slice(1)).join(', ');
    return say(
      'field.switch',
      `\`action: switch\` changes live switches only: ${switches}.`,
      'Write the other fields in a changeset of their own, without it.',
    );
  }
  const reason = Object.entries(type.unsupported ?? {}).find(([pattern]) => pattern === place)?.[1];
  if (reason) return say('field.unsupported', `${quote(key)} cannot be set by a changeset: it ${reason}.`);
  if (shapeOf(type).managed.has(place))
    return say('field.readonly', `${quote(key)} is managed by Genesys Cloud; it cannot be set.`);
  const [first, ...others] = nearest(key, shape.fields.keys());
  const hint =
    first && `Did you mean "${first}"?${others.length > 0 ? ` Also near: ${others.join(', ')}` : ''}`;
  const field = quote([...path, key].join('.'));
  return say(
    'field.unknown',
    type.singleton
      ? `No field of the ${type.noun} is called ${field}.`
      : `${withCapitalArticle(type.noun)} has no field ${field}.`,
    hint ?? `changeset types ${type.type}  lists the fields.`,
  );
}

/** Names of children (an e-mail route) without what they belong to (its domain) beside them. */
export function parentlessFindings(shape: Shape | undefined, node: Node | undefined): Diagnostic[] {
  if (!shape || !node || node.kind === 'scalar') return [];
  if (node.kind === 'list') {
    const item = shape.kind === 'array' || shape.kind === 'list' ? shape.item : undefined;
    return node.items.flatMap((inner) => parentlessFindings(item, inner));
  }
  switch (shape.kind) {
    case 'object':
      return [...node.entries].flatMap(([key, { value }]) => {
        const field = shape.fields.get(key);
        return field?.kind === 'reference'
          ? parentlessFinding(field.to, value, node)
          : parentlessFindings(field, value);
      });
    case 'map':
      return [...node.entries.values()].flatMap(({ value }) => parentlessFindings(shape.value, value));
    case 'list':
      return [...node.entries].flatMap(([verb, { value }]) => {
        if (verb === 'add' || verb === 'exactly') return parentlessFindings(shape, value);
        const items = value.kind === 'list' ? value.items : [];
        return items.flatMap((item) =>
          ['where', 'set'].flatMap((key) => parentlessFindings(shape.item, child(item, key))),
        );
      });
    default:
      return [];
  }
}

function parentlessFinding(to: Reference, node: Node, siblings: MapNode): Diagnostic[] {
  if (to.in === undefined || isNull(node)) return [];
  const parent = siblings.entries.get(to.in)?.value;
  if (parent && !isNull(parent)) return [];
  const message = `The name alone does not say which ${to.noun ?? typeNamed(to.type ?? '').noun} is meant.`;
  return [
    { severity: 'error', code: 'reference.parent', message, hint: `Write ${to.in} beside it.`, at: node.at },
  ];
}

function isNull(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** `queue: "*"`, where only one object can stand, or each has to be named. */
function notAll({ at }: Node): Diagnostic {
  const message = '"*" does not stand for all here.';
  return { severity: 'error', code: 'reference.all', message, hint: 'Write the name of each object.', at };
}

/** `members: [ada]`: it does not say what happens to the others. */
function withoutVerb(field: string, shape: SetShape, node: ScalarNode | ListNode): Diagnostic {
  const say = (message: string, ...hints: readonly string[]): Diagnostic => ({
    severity: 'error',
    code: 'list.verb',
    message,
    hint: hints.join('\n'),
    at: node.at,
  });
  const gone = shape.kind === 'part' ? `all other ${shape.part.noun}s are removed` : 'all others are removed';
  if (node.kind === 'scalar' && node.value === null) {
    return say(`null does not clear the ${field}.   Write:`, `${field}: { exactly: [] }    ${gone}`);
  }
  const list = elementsOf(shape, node);
  const pad = ' '.repeat(4);
  return say(
    `does this list add to the ${field} or replace them?   Write one of:`,
    `${field}: { add:     ${list} }${pad}the others stay`,
    `${field}: { exactly: ${list} }${pad}${gone}`,
  );
}

/** A list where each element must say something: a skill its proficiency. */
function withoutAttributes(shape: Extract<Shape, { kind: 'part' }>, node: ListNode): Diagnostic {
  return {
    severity: 'error',
    code: 'list.attributes',
    message: `Each ${shape.part.noun} must say its ${requiredAttributes(shape).join(' and ')}.`,
    hint: `Write:  ${elementsOf(shape, node)}`,
    at: node.at,
  };
}

function requiredAttributes({ part }: Extract<Shape, { kind: 'part' }>): string[] {
  if (part.pair) return [part.pair.attribute];
  return Object.entries(part.attributes ?? {}).flatMap(([name, { initially }]) =>
    initially === undefined ? [name] : [],
  );
}

/** The elements as they can stand after a verb. */
function elementsOf(shape: SetShape, node: ScalarNode | ListNode): string {
  const items = node.kind === 'list' ? node.items : [node];
  const words = items.map((item) => (item.kind === 'scalar' ? plain(item.text) : undefined));
  const written = words.includes(undefined) || words.join(', ').length > 60 ? ['…'] : words;
  const attributes = shape.kind === 'part' ? requiredAttributes(shape) : [];
  if (attributes.length === 0)
    return flowOf(node) ?? (written[0] === '…' ? '[ … ]' : `[${written.join(', ')}]`);
  const some = shape.kind === 'part' && shape.part.pair ? '[ … ]' : '…';
  const said = attributes.map((name) => `${name}: ${some}`).join(', ');
  return `{ ${written.map((name) => `${name}: { ${said} }`).join(', ')} }`;
}

/** A list that stands in brackets on one line, as it was written. */
function flowOf({ at }: Node): string | undefined {
  const rest = Array.from(at.source)
    .slice(at.column - 1)
    .join('');
  return /^\[[^[\]]*\]/.exec(rest)?.[0];
}

/** The text, in quotes where it needs them inside brackets. */
function plain(text: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{N} @._+-]*$/u.test(text) && Number.isNaN(Number(text)) ? text : quote(text);
}
