import { stringify } from 'yaml';
import { withArticle } from '../catalog/article.ts';
import { exampleOf, identityField, switchExampleOf } from '../catalog/example.ts';
import { typeFacts } from '../catalog/generated/types.ts';
import { catalog, isConfigurable, typeNamed } from '../catalog/index.ts';
import { isRenamable } from '../catalog/renames.ts';
import { type Shape, shapeOf } from '../catalog/shape.ts';
import { typeHint } from '../catalog/type-hint.ts';
import type { Part, Reference, ResourceType } from '../catalog/vocabulary.ts';
import { failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import type { JsonObject } from '../json/json.ts';
import { needsOf } from '../plan/rights.ts';
import type { Outcome } from './command.ts';

/** Lists the types, or says of one what an entry may hold. */
export function typesCommand(name: string | undefined): Outcome {
  if (name === undefined) return listOfTypes();
  const type = catalog.get(name.replace(/^genesyscloud_/, ''));
  if (type) return oneType(type);
  throw failure(exitCodes.invalidInput, 'type.unknown', `No type is called "${name}".`, {
    hint: typeHint(name, [...catalog.values()]),
  });
}

function listOfTypes(): Outcome {
  const referable = referableTypes();
  const types = [...catalog.values()]
    .filter((type) => isConfigurable(type) || referable.has(type.type))
    .sort((a, b) => (a.type < b.type ? -1 : 1));
  const width = Math.max(...types.map(({ type }) => type.length));
  const line = (type: ResourceType): string =>
    `  ${type.type.padEnd(width)}  ${type.noun.padEnd(20)} ${abilities(type).join(', ')}`.trimEnd();
  const own = types.filter(isConfigurable);
  const named = types.filter((type) => !isConfigurable(type));
  const text = [
    'Entries can be of these types:',
    ...own.map(line),
    '',
    'References can also be to these:',
    ...named.map(line),
    '',
  ];
  return { text: text.join('\n'), json: { types: types.map(typeJson) } };
}

/** The types that changesets can name in some field. */
function referableTypes(): ReadonlySet<string> {
  const targets = [...catalog.values()].flatMap((type) => {
    const parts = Object.values(type.parts ?? {});
    const references = [
      ...Object.values(type.references ?? {}),
      ...Object.values(type.keys ?? {}),
      ...parts.flatMap(({ pair }) => (pair ? [pair.to] : [])),
    ];
    return [
      type.parent,
      ...parts.map((part) => part.type),
      ...references.flatMap((to) => [to.type, ...Object.values(to.kinds ?? {})]),
    ];
  });
  return new Set(targets.filter((target) => target !== undefined));
}

function abilities(type: ResourceType): string[] {
  const { create, update, remove } = type.calls;
  const words = [
    create && 'create',
    (update || type.moves || type.parts) && isConfigurable(type) && 'update',
    remove && 'delete',
    type.operational && 'switch',
  ];
  return words.filter((word) => typeof word === 'string');
}

function typeJson(type: ResourceType): JsonObject {
  const { noun, identity, parent, operational, singleton = false } = type;
  return {
    type: type.type,
    noun,
    identity,
    singleton,
    ...(parent === undefined ? {} : { parent }),
    actions: abilities(type),
    fields: isConfigurable(type) ? fieldsOf(type).map(({ path, is }) => ({ path, is })) : [],
    switches: operational ?? [],
    createOnly: createOnlyOf(type),
    losses: type.remove?.losses ?? [],
    rights: rightsOf(type).map(({ what, needs }) => ({ what, needs })),
  };
}

interface FieldLine {
  readonly path: string;
  readonly is: string;
}

function oneType(type: ResourceType): Outcome {
  const blocks = isConfigurable(type)
    ? [
        aboutLines(type),
        rightsLines(type),
        ['fields of `set`:', ...inColumns(fieldsOf(type).map(({ path, is }) => [path, is]))],
        unsupportedLines(type),
        exampleLines('example:', exampleOf(type)),
        exampleLines('example of a live switch, in an entry of its own:', switchExampleOf(type)),
      ]
    : [aboutLines(type), rightsLines(type)];
  const text = [[`${type.type}: ${titleOf(type)}`], ...blocks]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
  return {
    text: `${text}\n`,
    json: { ...typeJson(type), ...(isConfigurable(type) ? { example: exampleOf(type) } : {}) },
  };
}

function titleOf({ singleton, noun }: ResourceType): string {
  return singleton ? `the ${noun} of the org` : withArticle(noun);
}

/** What it is known by, and what can and cannot be done with it. */
function aboutLines(type: ResourceType): string[] {
  const { calls, parent, remove, operational = [], singleton } = type;
  const fixed = new Set([...(type.fixed ?? []), ...(remove?.never ?? [])].map(({ why }) => why));
  const createOnly = createOnlyOf(type);
  const rows: (readonly [string, string | false])[] = [
    ['name', singleton ? 'none: there is only one' : identityWords(type)],
    [
      'in',
      parent !== undefined &&
        !type.byParent &&
        `the ${identityField(typeNamed(parent))} of its ${typeNamed(parent).noun}`,
    ],
    ['actions', abilities(type).join(', ') || 'none: it can only be referred to'],
    [
      'rename',
      isConfigurable(type) &&
        !singleton &&
        (isRenamable(type) ? 'with  was: <old name>' : 'not possible in Genesys Cloud'),
    ],
    ['switches', operational.length > 0 && `${dotted(operational)}: only with  action: switch`],
    ['once', createOnly.length > 0 && `${dotted(createOnly)}: said when it is created, never changed`],
    ...[...fixed].map((why): [string, string] => ['fixed', why]),
    [
      'undo',
      calls.remove !== undefined &&
        (remove?.restore || type.byParent
          ? 'a deleted one is restored with its ID'
          : 'a deleted one comes back with a new ID'),
    ],
    ...(remove?.losses ?? []).map((loss): [string, string] => ['lost', loss]),
  ];
  return rows.flatMap(([word, says]) => (says === false ? [] : [`${word.padEnd(10)} ${says}`]));
}

function identityWords(type: ResourceType): string {
  if (type.byParent) return `the name of its ${typeNamed(type.parent ?? '').noun}, which has one at most`;
  const scope = { org: ', unique in the org', parent: ', unique in what it belongs to', none: '' };
  return `its ${identityField(type)}${scope[type.unique ?? 'none']}${type.caseless ? '; case does not matter' : ''}`;
}

function dotted(paths: readonly string[]): string {
  return paths.map((path) => path.slice(1).replaceAll('/', '.')).join(', ');
}

/** Fields that an update cannot change. */
function createOnlyOf(type: ResourceType): string[] {
  const facts = (typeFacts[type.type]?.createOnly ?? []).map((name) => `/${name}`);
  const fields = shapeOf(type).root.fields;
  return [...new Set([...(type.createOnly ?? []), ...facts])].filter(
    (path) => fields.has(path.slice(1)) && path !== type.identity,
  );
}

interface RightsLine {
  readonly what: string;
  readonly needs: readonly string[];
}

/** The permissions that an OAuth client needs, by what it does. */
function rightsOf(type: ResourceType): RightsLine[] {
  const { list, read, create, update, remove } = type.calls;
  const parts = Object.entries(type.parts ?? {});
  const sections = Object.entries(type.sections ?? {});
  const isMoved = type.moves !== undefined;
  const rows: (readonly [string, readonly (string | undefined)[]])[] = [
    [
      'read',
      [list, read, ...parts.map(([, part]) => part.read.op), ...sections.map(([, section]) => section.read)],
    ],
    ['create', [create]],
    ['update', [update]],
    ['delete', [remove]],
    ['restore', [type.remove?.restore?.op, type.remove?.restore?.find?.op]],
    ...parts.map(([name, part]) => [name, [part.add.op, part.remove.op, part.change?.op]] as const),
    ...sections.map(([name, section]) => [name, [section.update]] as const),
    ...(isMoved
      ? Object.entries(type.moves).map(([path, { op }]) => [`move ${dotted([path])}`, [op]] as const)
      : []),
  ];
  const called = rows.flatMap(([what, ops]) => {
    const calls = ops.filter((op) => op !== undefined);
    return calls.length === 0 ? [] : [{ what, needs: needsOfAll(calls) }];
  });
  const worked = Object.entries(type.jobs ?? {}).flatMap(([name, { making, changing }]) => [
    ...(making ? [{ what: `${name} a new one`, needs: making }] : []),
    ...(changing ? [{ what: `${name} another version`, needs: changing }] : []),
  ]);
  return [...called, ...worked];
}

/** Each permission once, and alternatives only where none of them is needed anyway. */
function needsOfAll(calls: readonly string[]): string[] {
  const needs = calls.flatMap(needsOf);
  const certain = new Set(needs.flatMap((need) => (need.length === 1 ? need : [])));
  const either = needs.filter((need) => !need.some((right) => certain.has(right)));
  return [...certain, ...new Set(either.map((need) => need.join(' or ')))].sort();
}

function rightsLines(type: ResourceType): string[] {
  const rows = rightsOf(type).map(({ what, needs }): [string, string] => [
    what,
    needs.join(', ') || 'not known: the contract does not say',
  ]);
  return ['rights of the client:', ...inColumns(rows)];
}

function unsupportedLines(type: ResourceType): string[] {
  const rows = Object.entries(type.unsupported ?? {}).map(([path, why]): [string, string] => [
    dotted([path]),
    `it ${why}`,
  ]);
  return rows.length > 0 ? ['not settable:', ...inColumns(rows)] : [];
}

function exampleLines(title: string, entry: JsonObject | undefined): string[] {
  if (!entry) return [];
  const text = stringify({ changes: [entry] }, { lineWidth: 0 });
  return [
    title,
    ...text
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
  ];
}

function inColumns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.min(52, Math.max(...rows.map(([word]) => word.length)));
  return rows.map(([word, says]) => `  ${word.padEnd(width)}  ${says}`);
}

function fieldsOf(type: ResourceType): FieldLine[] {
  const required = typeFacts[type.type]?.required ?? [];
  const createOnly = createOnlyOf(type);
  return [...shapeOf(type).root.fields]
    .filter(([name]) => `/${name}` !== type.identity)
    .flatMap(([name, shape]) => {
      const notes = [
        required.includes(name) && 'required for a new one',
        createOnly.includes(`/${name}`) && 'only for a new one',
        type.operational?.includes(`/${name}`) && 'a live switch',
      ].filter((note) => typeof note === 'string');
      const [first, ...rest] = linesOf(shape, name);
      if (!first) return [];
      return [{ ...first, is: [first.is, ...notes].join(', ') }, ...rest];
    });
}

/** The lines of a field; inside a value that is written whole, sets are plain lists. */
function linesOf(shape: Shape, path: string, isWhole = false): FieldLine[] {
  switch (shape.kind) {
    case 'scalar':
      return [
        { path, is: shape.is === 'localTime' ? 'local date and time, as in 2026-12-25T00:00' : shape.is },
      ];
    case 'choice':
      return [{ path, is: shape.of.join(' | ') }];
    case 'file':
      return [{ path, is: `${shape.facts.noun}, named relative to the changeset` }];
    case 'any':
      return [{ path, is: 'any JSON' }];
    case 'merged':
      return [{ path, is: 'any JSON; what is not said stays' }];
    case 'values':
      return [{ path, is: isWhole ? 'list of texts' : 'add | remove | exactly: texts' }];
    case 'reference':
      return [{ path, is: referenceWords(shape.to) }];
    case 'set':
      return [
        { path, is: `${isWhole ? 'list of' : 'add | remove | exactly:'} ${referenceWords(shape.element)}` },
      ];
    case 'part':
      return [{ path, is: partWords(shape.part) }];
    case 'map':
      return linesOf(shape.value, `${path}.<${shape.key ? referenceWords(shape.key) : 'key'}>`, isWhole);
    case 'array':
      return linesOf(shape.item, `${path}[]`, true);
    case 'list':
      return [
        { path, is: 'add | change | remove | exactly, items:' },
        ...linesOf(shape.item, `${path}[]`, true),
      ];
    case 'object':
      return [...shape.fields].flatMap(([name, field]) => linesOf(field, `${path}.${name}`, isWhole));
  }
}

function partWords(part: Part): string {
  const { attributes = {}, pair, rows } = part;
  if (rows) return `add | change | remove | exactly: each ${part.noun} by its key, with its columns`;
  const names = Object.keys(attributes);
  const verbs = names.length > 0 ? 'add | change | remove | exactly' : 'add | remove | exactly';
  const said = pair
    ? ` with ${pair.attribute}: [${referenceWords(pair.to)}]`
    : names.length > 0
      ? ` with ${names.join(', ')}`
      : '';
  const element =
    part.type === undefined
      ? `each ${part.noun}`
      : referenceWords({ type: part.type, any: part.all ?? false });
  return `${verbs}: ${element}${said}`;
}

function referenceWords(to: Reference): string {
  if (to.kinds)
    return Object.values(to.kinds)
      .map((type) => `{ ${type}: name }`)
      .join(' | ');
  const target = catalog.get(to.type ?? '');
  const marks = Object.keys(target?.marked ?? {}).map((mark) => ` | { ${mark}: true }`);
  const beside = to.in === undefined ? '' : `, ${to.in} beside it`;
  return `name of ${withArticle(to.noun ?? target?.noun ?? '')}${marks.join('')}${to.any ? ' | "*"' : ''}${beside}`;
}
