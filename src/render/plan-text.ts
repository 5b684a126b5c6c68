import { basename } from 'node:path';
import { typeNamed } from '../catalog/index.ts';
import { isObject } from '../json/json.ts';
import type { Skipped } from '../plan/intent.ts';
import { parentNameIn, titleOf } from '../plan/operations.ts';
import type { Operation, Plan } from '../plan/plan.ts';
import { briefly, keptMeaning, newMeaning, rowsOf } from './changes.ts';
import { rightsLines } from './rights.ts';
import { counted, quoted, type Style, short, visible } from './style.ts';
import { isPhase, objectsIn, removals, summaryOf } from './summary.ts';
import { inline } from './values.ts';

export interface PlanTextOptions {
  readonly style: Style;
  /** Every field of what is created. */
  readonly full: boolean;
  readonly client?: string | undefined;
  readonly sameAs?: string | undefined;
  /** The commands to run next; none in a script's log. */
  readonly next: readonly string[];
}

const FIELD_WIDTH = 32;
const WIDEST_FIELD = 44;
const PLACE_COLUMN = 78;

const SKIPPED: Readonly<Record<Skipped['reason'], string>> = {
  only: 'not for this environment',
  absent: 'not in this org on purpose',
  lasting: 'cannot be deleted: it stays',
};

/** A plan for a reviewer: first what must not be missed, then field by field, then what it costs and how to go on. */
export function renderPlan(plan: Plan, options: PlanTextOptions): string {
  const { style } = options;
  const sections = [
    heading(plan, options),
    overview(plan, style),
    ...section('DELETE', plan, ['delete'], (operation) => deletion(operation, plan, style)),
    ...section('UPDATE', plan, ['update'], (operation) => update(operation, plan, style)),
    ...creations(plan, options),
    footer(plan, options),
  ];
  return `${sections.map((section) => section.join('\n')).join('\n\n')}\n`;
}

function heading(plan: Plan, { style, client }: PlanTextOptions): string[] {
  const { name, description, ticket, owner } = plan.changeset;
  const title = plan.undoes === undefined ? name : `rollback of ${plan.undoes} (${name})`;
  const what = [style.bold(visible(title)), description, ticket, owner].filter((text) => text !== undefined);
  const where = [
    `against ${plan.environment}`,
    `org ${visible(plan.organization.name)} (${short(plan.organization.id)})`,
    plan.region,
    client === undefined ? undefined : `as client ${quoted(client)}`,
    'nothing is written',
  ].filter((text) => text !== undefined);
  return [what.join(' · '), where.join(' · ')];
}

function overview(plan: Plan, style: Style): string[] {
  const summary = summaryOf(plan);
  const named = (action: Operation['action']): string => {
    const operations = objectsIn(plan).filter((operation) => operation.action === action);
    return operations.length > 0 && operations.length <= 3 ? operations.map(titled).join(', ') : '';
  };
  const line = (mark: string, word: string, count: number, remark: string): string =>
    `  ${mark} ${word.padEnd(7)} ${String(count).padStart(2)}   ${remark}`.trimEnd();
  const renamed = plan.operations.filter((operation) => operation.identifiedBy === 'was').length;
  const same = plan.unchanged.length <= 3 ? plan.unchanged.map(titled).join(', ') : '';
  const skipped = plan.skipped.map(
    ({ key, type, name, reason }) => `${titled({ key, type, name })} (${SKIPPED[reason]})`,
  );
  const taken = removals(plan);
  return [
    summary.delete > 0
      ? style.red(line('-', 'delete', summary.delete, named('delete')))
      : line('-', 'delete', 0, ''),
    ...(taken.length > 0 ? [style.red(`  ! removed from lists:  ${taken.join(', ')}`)] : []),
    style.yellow(line('~', 'update', summary.update, renamed > 0 ? `${renamed} renamed` : '')),
    style.green(
      line(
        '+',
        'create',
        summary.create + summary.restore,
        summary.restore > 0 ? `${summary.restore} of them restored` : '',
      ),
    ),
    line('=', 'same', summary.unchanged, same),
    line('.', 'skipped', summary.skipped, skipped.slice(0, 3).join(', ') + (skipped.length > 3 ? ' …' : '')),
    ...plan.warnings.map(({ message, at }) =>
      style.yellow(`  ! ${visible(message)}${at ? `  ${place(at)}` : ''}`),
    ),
  ];
}

function section(
  title: string,
  plan: Plan,
  actions: readonly Operation['action'][],
  render: (operation: Operation) => string[],
): string[][] {
  const operations = objectsIn(plan).filter(({ action }) => actions.includes(action));
  return operations.length === 0
    ? []
    : [
        [
          title,
          ...operations.flatMap((operation, index) => [...(index > 0 ? [''] : []), ...render(operation)]),
        ],
      ];
}

function titled(object: Pick<Operation, 'key' | 'type' | 'name'>): string {
  return titleOf(object, quoted);
}

/** `queue "Cards" = "Cards (AU)" here` */
function fullTitle(operation: Operation, plan: Plan): string {
  const { before, name, live, type } = operation;
  const identity = typeNamed(type).identity;
  const old = before[identity];
  const isRenamed = typeof old === 'string' && operation.after[identity] !== undefined;
  const meaning = keptMeaning(operation);
  const beside = meaning === undefined ? '' : ` (${visible(meaning)})`;
  const here = `${live === name ? '' : ` = ${quoted(live)} here`}${beside}`;
  if (isRenamed && plan.undoes === undefined)
    return `${typeNamed(type).noun} ${quoted(old)} → renamed ${quoted(name)}${here}`;
  return `${titled(operation)}${here}`;
}

function withPlace(text: string, operation: Operation): string {
  return operation.at ? beside(text, place(operation.at)) : text;
}

/** Both in one line, the right one in a column of its own where there is room. */
function beside(left: string, right: string): string {
  return `${left.padEnd(PLACE_COLUMN - 2)}  ${right}`;
}

function place({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${visible(basename(file))}:${line}`;
}

function remarks(operation: Operation, style: Style): string[] {
  return [
    ...operation.notes.map((note) => style.yellow(`      ! ${visible(note)}`)),
    ...(operation.why === undefined ? [] : [style.dim(`      why: ${visible(operation.why)}`)]),
  ];
}

function deletion(operation: Operation, plan: Plan, style: Style): string[] {
  const document = operation.before[''];
  const type = typeNamed(operation.type);
  const parts = Object.entries(type.parts ?? {}).map(([name, part]) => {
    const elements = isObject(document) ? document[name] : undefined;
    return counted(isObject(elements) ? Object.keys(elements).length : 0, part.noun);
  });
  const used = operation.reversible === 'partial' ? [] : ['nothing that was looked through refers to it'];
  return [
    withPlace(style.red(`  - ${fullTitle(operation, plan)}`), operation),
    `      ${[...parts, ...used].join(', ')}`,
    ...remarks(operation, style),
  ];
}

function update(operation: Operation, plan: Plan, style: Style): string[] {
  const meaning = newMeaning(operation);
  const rows = rowsOf(operation, plan.labels);
  const width = Math.min(WIDEST_FIELD, Math.max(FIELD_WIDTH, ...rows.map(({ field }) => field.length)));
  const lines = rows.map(({ field, change, remark }) => {
    const left = `      ${field.padEnd(width)} ${change}`;
    return remark === undefined ? left : beside(left, style.dim(remark));
  });
  return [
    withPlace(style.yellow(`  ~ ${fullTitle(operation, plan)}`), operation),
    ...lines,
    ...(meaning === undefined ? [] : [`      now: ${visible(meaning)}`]),
    ...remarks(operation, style),
  ];
}

/** New objects of one kind that differ only by name stand in one line. */
function creations(plan: Plan, { style, full }: PlanTextOptions): string[][] {
  const operations = objectsIn(plan).filter(({ action }) => action === 'create' || action === 'restore');
  if (operations.length === 0) return [];
  const linked = new Set(plan.operations.filter(isPhase).map(({ key }) => key.replace(/#.*$/, '')));
  const lines = new Map<string, Operation[]>();
  for (const operation of operations) {
    const key = full
      ? operation.key
      : `${operation.type} ${detailsOf(operation, plan, linked)} ${operation.why ?? ''}`;
    lines.set(key, [...(lines.get(key) ?? []), operation]);
  }
  const rendered = [...lines.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const noun = typeNamed(first.type).noun;
    const names = group.map((operation) => {
      const parent = parentNameIn(operation.key);
      const own = `${quoted(operation.name)}${parent === undefined ? '' : ` in ${quoted(parent)}`}`;
      return operation.live === operation.name ? own : `${own} = ${quoted(operation.live)} here`;
    });
    const details = detailsOf(first, plan, linked);
    const text = `  + ${noun} ${names.join(', ')}${details ? `   ${details}` : ''}`;
    return [
      withPlace(style.green(text), first),
      ...(full ? fieldsOf(first, plan) : []),
      ...remarks(first, style),
    ];
  });
  return [[full ? 'CREATE' : 'CREATE   (fields with --full)', ...rendered]];
}

function detailsOf(operation: Operation, plan: Plan, linked: ReadonlySet<string>): string {
  const document = operation.after[''];
  const brief = isObject(document) ? briefly(typeNamed(operation.type), document, plan.labels) : '';
  const remarks = [
    visible(newMeaning(operation) ?? ''),
    operation.action === 'restore' ? 'restored with its ID' : '',
    operation.replaces === undefined ? '' : 'with a new ID',
    linked.has(operation.key) ? 'in two steps' : '',
  ];
  return [brief, ...remarks].filter(Boolean).join(', ');
}

function fieldsOf(operation: Operation, plan: Plan): string[] {
  const document = operation.after[''];
  if (!isObject(document)) return [];
  const identity = typeNamed(operation.type).identity.slice(1);
  return Object.entries(document)
    .filter(([field]) => field !== identity)
    .map(
      ([field, value]) => `      ${visible(field).padEnd(FIELD_WIDTH)} ${inline(value, plan.labels, 200)}`,
    );
}

function footer(plan: Plan, options: PlanTextOptions): string[] {
  const { operations, calls } = plan;
  const { style } = options;
  const line = (word: string, text: string): string => `${word.padEnd(9)} ${text}`;
  const mapped = operations.filter(({ name, live }) => name !== live);
  const same = options.sameAs === undefined ? '' : `, the same as deployment ${options.sameAs}`;
  if (operations.length === 0) {
    return [
      'Nothing to change.',
      line('Calls', `${counted(calls.read, 'read')} done`),
      line('Plan', `${plan.id} · ${short(plan.digest)}`),
    ];
  }
  return [
    ...(mapped.length > 0
      ? [line('Names', `${counted(mapped.length, 'object')} with another name in ${plan.environment}`)]
      : []),
    ...(plan.rights ? [line('Rights', rightsLines(plan.rights, plan, style).join('\n          '))] : []),
    line('Undo', undoLine(objectsIn(plan))),
    line(
      'Calls',
      `${counted(calls.read, 'read')} done · ${counted(calls.write, 'write')}, about ${plan.estimatedSeconds} s (300 a minute allowed)`,
    ),
    line('Plan', `${plan.id} · ${short(plan.digest)} · changeset ${short(plan.artifact)}${same}`),
    ...(options.next.length > 0
      ? ['', ...options.next.map((command, index) => `${index === 0 ? 'Next:  ' : '       '}${command}`)]
      : []),
  ];
}

function undoLine(operations: readonly Operation[]): string {
  const inexact = operations.filter(({ reversible }) => reversible !== 'full');
  if (inexact.length === 0) return `all ${operations.length} exactly`;
  const exact = operations.length - inexact.length;
  const exceptions = inexact.map(
    (operation) => `${titled(operation)}: ${visible(operation.losses.join('; '))}`,
  );
  return [`${exact} of ${operations.length} exactly`, ...exceptions].join('\n          ');
}
