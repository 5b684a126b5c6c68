import { withArticle } from '../catalog/article.ts';
import { operations } from '../catalog/generated/operations.ts';
import { typeFacts } from '../catalog/generated/types.ts';
import { catalog, isConfigurable } from '../catalog/index.ts';
import { type Shape, shapeOf } from '../catalog/shape.ts';
import type { Reference, ResourceType } from '../catalog/vocabulary.ts';
import { failure } from '../diagnostics.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Json } from '../json/json.ts';
import { didYouMean } from '../nearest.ts';
import type { Outcome } from './command.ts';

/** Lists the types, or says of one what an entry may hold. */
export function typesCommand(name: string | undefined): Outcome {
  if (name === undefined) return listOfTypes();
  const type = catalog.get(name.replace(/^genesyscloud_/, ''));
  if (type) return oneType(type);
  throw failure(exitCodes.invalidInput, 'type.unknown', `No type is called "${name}".`, {
    hint: didYouMean(name, catalog.keys()) ?? 'changeset types  lists them.',
  });
}

function listOfTypes(): Outcome {
  const types = [...catalog.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
  const line = (type: ResourceType): string =>
    `  ${type.type.padEnd(28)} ${type.noun.padEnd(18)} ${abilities(type).join(', ')}`;
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

function abilities(type: ResourceType): string[] {
  const { create, update, remove } = type.calls;
  const words = [
    create && 'create',
    (update || type.moves || type.parts) && isConfigurable(type) && 'update',
    remove && 'delete',
  ];
  return words.filter((word) => typeof word === 'string');
}

function typeJson(type: ResourceType): Json {
  return {
    type: type.type,
    noun: type.noun,
    identity: type.identity,
    actions: abilities(type),
    fields: isConfigurable(type) ? fieldsOf(type).map(({ path, is }) => ({ path, is })) : [],
  };
}

interface FieldLine {
  readonly path: string;
  readonly is: string;
}

function oneType(type: ResourceType): Outcome {
  const identity = type.identity.slice(1);
  const canRename = type.calls.update !== undefined;
  const lines = [
    `${type.type}: ${withArticle(type.noun)}`,
    '',
    `name       its ${identity}${type.unique === 'org' ? ', unique in the org' : ''}${type.caseless ? '; case does not matter' : ''}`,
    `actions    ${abilities(type).join(', ') || 'none: it can only be referred to'}`,
    ...(isConfigurable(type)
      ? [`rename     ${canRename ? 'with  was: <old name>' : 'not possible in Genesys Cloud'}`]
      : []),
    ...(type.remove?.restore
      ? ['undo       a deleted one is restored with its ID']
      : type.calls.remove
        ? ['undo       a deleted one comes back with a new ID']
        : []),
    `rights     ${rightsOf(type).join(', ') || 'none'}`,
    ...(isConfigurable(type)
      ? ['', 'fields of `set`:', ...fieldsOf(type).map(({ path, is }) => `  ${path.padEnd(52)}  ${is}`)]
      : []),
    ...Object.entries(type.unsupported ?? {}).map(
      ([path, why], index) =>
        `${index === 0 ? '\nnot settable yet:\n' : ''}  ${path.slice(1).replaceAll('/', '.').padEnd(52)} it ${why}`,
    ),
    '',
  ];
  return { text: lines.join('\n'), json: typeJson(type) };
}

/** The permissions that an OAuth client needs to do everything that a changeset can say of this type. */
function rightsOf(type: ResourceType): string[] {
  const parts = Object.values(type.parts ?? {}).flatMap((part) => [
    part.read,
    part.add,
    part.remove,
    ...(part.change ? [part.change] : []),
  ]);
  const calls = [
    ...Object.values(type.calls),
    ...[...parts, ...Object.values(type.moves ?? {})].map(({ op }) => op),
  ];
  const needed = calls.flatMap((op) => operations[op] ?? []);
  const certain = new Set(needed.flatMap(({ all, any = [] }) => all ?? (any.length === 1 ? any : [])));
  const either = needed
    .filter(({ all, any = [] }) => !all && any.length > 1 && !any.some((right) => certain.has(right)))
    .map(({ any = [] }) => `one of ${any.join(' | ')}`);
  return [...certain, ...new Set(either)].sort();
}

function fieldsOf(type: ResourceType): FieldLine[] {
  const required = typeFacts[type.type]?.required ?? [];
  return [...shapeOf(type).root.fields]
    .filter(([name]) => `/${name}` !== type.identity)
    .flatMap(([name, shape]) => linesOf(shape, name))
    .map((line) =>
      required.includes(line.path) ? { ...line, is: `${line.is}, required for a new one` } : line,
    );
}

/** The lines of a field; inside a value that is written whole, sets are plain lists. */
function linesOf(shape: Shape, path: string, isWhole = false): FieldLine[] {
  switch (shape.kind) {
    case 'scalar':
      return [{ path, is: shape.is }];
    case 'choice':
      return [{ path, is: shape.of.join(' | ') }];
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
    case 'part': {
      const attributes = Object.keys(shape.part.attributes ?? {});
      const verbs = attributes.length > 0 ? 'add | change | remove | exactly' : 'add | remove | exactly';
      return [
        {
          path,
          is: `${verbs}: ${referenceWords({ type: shape.part.type })}${attributes.length > 0 ? ` with ${attributes.join(', ')}` : ''}`,
        },
      ];
    }
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

function referenceWords(to: Reference): string {
  if (to.kinds)
    return Object.values(to.kinds)
      .map((type) => `{ ${type}: name }`)
      .join(' | ');
  const target = catalog.get(to.type ?? '');
  const marks = Object.keys(target?.marked ?? {}).map((mark) => ` | { ${mark}: true }`);
  return `name of ${withArticle(to.noun ?? target?.noun ?? '')}${marks.join('')}${to.any ? ' | "*"' : ''}`;
}
