import { typeNamed } from '../catalog/index.ts';
import { isObject } from '../json/json.ts';
import { titleOf } from '../plan/operations.ts';
import type { Operation, Plan } from '../plan/plan.ts';
import { briefly, keptMeaning, newMeaning, rowsOf } from './changes.ts';
import { missingLines, rightsSummary } from './rights.ts';
import { counted, visible } from './style.ts';
import { objectsIn, removals, summaryOf } from './summary.ts';

/**
 * A plan for a change ticket or a pull request: summary first, details folded.
 * @param standing what has become of it by now, in Markdown
 */
export function renderPlanMarkdown(plan: Plan, standing = 'Nothing has been written.'): string {
  const { changeset, organization } = plan;
  const summary = summaryOf(plan);
  const title = plan.undoes === undefined ? changeset.name : `Rollback of ${plan.undoes}`;
  const about = [changeset.description, changeset.ticket, changeset.owner].filter(
    (text) => text !== undefined,
  );
  const operations = objectsIn(plan);
  const blocks = [
    `## ${text(title)} → ${text(plan.environment)}`,
    ...(about.length > 0 ? [about.map(text).join(' · ')] : []),
    `Org **${text(organization.name)}** (\`${organization.id}\`). Plan \`${plan.id}\`, ${plan.createdAt}. ${standing}`,
    table(
      ['delete', 'update', 'create', 'same', 'skipped'],
      [
        [
          summary.delete,
          summary.update,
          summary.create + summary.restore,
          summary.unchanged,
          summary.skipped,
        ].map(String),
      ],
    ),
    ...removals(plan).map((removal) => `- **Removed from lists:** ${text(removal)}`),
    ...plan.warnings.map(({ message }) => `- **Note:** ${text(message)}`),
    ...list('Deletes', operations, ['delete'], plan),
    ...updates(operations, plan),
    ...list('Creates', operations, ['create', 'restore'], plan),
    ...rights(plan),
    undo(operations),
    `Calls: ${counted(plan.calls.write, 'write')}, about ${plan.estimatedSeconds} s.`,
    `Plan digest \`${plan.digest}\`\nChangeset digest \`${plan.artifact}\``,
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** Names are data: nothing in them becomes markup, a link or a mention. */
function text(raw: string): string {
  return visible(raw)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]()#+!|~]/g, (character) => `\\${character}`)
    .replaceAll('@', '@\u2060');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function titled(operation: Operation): string {
  const here = operation.live === operation.name ? '' : ` = “${text(operation.live)}” here`;
  const meaning = keptMeaning(operation);
  const beside = meaning === undefined ? '' : ` (${text(meaning)})`;
  return `${titleOf(operation, (name) => `“${text(name)}”`)}${here}${beside}`;
}

function list(
  heading: string,
  all: readonly Operation[],
  actions: readonly Operation['action'][],
  plan: Plan,
): string[] {
  const operations = all.filter(({ action }) => actions.includes(action));
  if (operations.length === 0) return [];
  const lines = operations.map((operation) => {
    const document = operation.after[''];
    const brief = isObject(document) ? briefly(typeNamed(operation.type), document, plan.labels) : '';
    const remarks = [brief, newMeaning(operation), operation.why, ...operation.notes].filter(
      (remark) => remark !== undefined && remark !== '',
    );
    return `- ${titled(operation)}${remarks.length > 0 ? `: ${remarks.map((remark) => text(String(remark))).join('; ')}` : ''}`;
  });
  return [`### ${heading}`, lines.join('\n')];
}

function updates(all: readonly Operation[], plan: Plan): string[] {
  const operations = all.filter(({ action }) => action === 'update');
  if (operations.length === 0) return [];
  const details = operations.map((operation) => {
    const rows = rowsOf(operation, plan.labels).map(({ field, change, remark }) => [
      text(field),
      text(change),
      text(remark ?? ''),
    ]);
    const why = operation.why === undefined ? '' : `\n\nWhy: ${text(operation.why)}`;
    const meaning = newMeaning(operation);
    const now = meaning === undefined ? '' : `\n\nNow: ${text(meaning)}`;
    const notes = operation.notes.map((note) => `\n\nNote: ${text(note)}`).join('');
    return `<details><summary>${titled(operation)}</summary>\n\n${table(['field', 'change', ''], rows)}${now}${notes}${why}\n\n</details>`;
  });
  return ['### Updates', ...details];
}

function rights(plan: Plan): string[] {
  if (!plan.rights) return [];
  const missing = missingLines(plan.rights, plan).map(
    ({ what, remedy }) => `- **Missing right:** ${text(what)}. ${text(remedy)}`,
  );
  return [
    [`Rights: ${rightsSummary(plan.rights)}.`, ...(missing.length > 0 ? ['', ...missing] : [])].join('\n'),
  ];
}

function undo(operations: readonly Operation[]): string {
  const inexact = operations.filter(({ reversible }) => reversible !== 'full');
  if (inexact.length === 0) return `Undo: all ${operations.length} exactly.`;
  const lines = inexact.map((operation) => `- ${titled(operation)}: ${text(operation.losses.join('; '))}`);
  return [
    `Undo: ${operations.length - inexact.length} of ${operations.length} exactly, except:`,
    '',
    ...lines,
  ].join('\n');
}
