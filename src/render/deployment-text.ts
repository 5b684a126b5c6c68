import Table from 'cli-table3';
import { typeNamed } from '../catalog/index.ts';
import { titleOf } from '../plan/operations.ts';
import type { Operation, Plan } from '../plan/plan.ts';
import type { Conflict } from '../plan/undo.ts';
import type { Deployment, OperationRecord, OperationState } from '../store/events.ts';
import { fieldName, rowsOf } from './changes.ts';
import { renderPlanMarkdown } from './plan-markdown.ts';
import { counted, quoted, type Style, short, visible } from './style.ts';
import { isPhase } from './summary.ts';
import { inline } from './values.ts';

const marks: Readonly<Record<OperationState, string>> = {
  pending: '.',
  running: '…',
  done: '✓',
  deviating: '≠',
  failed: '✗',
  skipped: '.',
  unknown: '?',
  conflict: '✗',
};

const stateWords: Readonly<Record<Deployment['state'], string>> = {
  running: 'is running',
  succeeded: 'succeeded',
  partial: 'was applied in part',
  failed: 'failed; nothing was written',
  interrupted: 'was interrupted',
};

/** Nothing is seen running here: what began and has no end was left there. */
function stateWord(state: OperationState): string {
  return state === 'running' ? 'begun' : state;
}

/** How a deployment ended: what was done, what was not, why, and what to run next. */
export function renderOutcome(deployment: Deployment, style: Style): string {
  const { plan, operations } = deployment;
  const count = (...states: OperationState[]): number =>
    operations.filter(({ state }) => states.includes(state)).length;
  const done = count('done', 'deviating');
  const open = operations.filter(({ state }) => state !== 'done' && state !== 'deviating');
  const title = plan.undoes === undefined ? plan.changeset.name : `rollback of ${plan.undoes}`;
  const paint = paintFor(deployment.state, style);
  const lines = [
    paint(
      `${visible(title)} ${stateWords[deployment.state]}: ${done} of ${operations.length} operations, ${counted(deployment.calls.write, 'write call')}.`,
    ),
    ...open.map(
      (record) =>
        `  ${marks[record.state]} ${stateWord(record.state).padEnd(8)} ${titled(record)}${record.error ? `: ${inOneLine(record.error.message)}` : ''}`,
    ),
    ...deviations(operations, plan, style),
    ...lasting(plan).map((line) => style.yellow(line)),
    ...nextSteps(deployment),
  ];
  return `${lines.join('\n')}\n`;
}

function paintFor(state: Deployment['state'], { green, yellow, red }: Style): Style['red'] {
  if (state === 'succeeded') return green;
  return state === 'interrupted' ? yellow : red;
}

/** What the platform made of a value that it accepted. */
function deviations(operations: readonly OperationRecord[], plan: Plan, style: Style): string[] {
  const deviating = operations.filter(({ state }) => state === 'deviating');
  return deviating.map((record) => {
    const places = Object.entries(record.operation.after)
      .filter(([path, asked]) => JSON.stringify(asked) !== JSON.stringify(record.ours[path] ?? null))
      .map(
        ([path, asked]) =>
          `${fieldName(path, plan.labels) || 'the object'}: asked ${inline(asked, plan.labels)}, answered ${inline(record.ours[path] ?? null, plan.labels)}`,
      );
    return style.yellow(`  ≠ ${titled(record)} was accepted, but is not as asked. ${places.join('; ')}`);
  });
}

/** What a rollback leaves, because it cannot be deleted. */
export function lasting({ skipped }: Plan): string[] {
  return skipped
    .filter(({ reason }) => reason === 'lasting')
    .map((one) => `  ! ${titleOf(one, quoted)} cannot be deleted: it stays`);
}

function nextSteps({ id, state, plan }: Deployment): string[] {
  const file = plan.files[0]?.path ?? '<file>';
  if (state === 'succeeded') return ['', `Undo:  changeset rollback ${id}`];
  if (state === 'running') return [];
  if (state === 'failed') return ['', `Next:  changeset simulate ${plan.environment} ${file}`];
  if (state === 'interrupted') {
    return [
      '',
      `Next:  changeset resume ${id}        to go on`,
      `       changeset rollback ${id}      to go back to how it was before`,
      `       changeset show ${id}`,
    ];
  }
  const again =
    plan.undoes === undefined
      ? [`       changeset simulate ${plan.environment} ${file}      to see what is left, and apply it`]
      : [`       changeset rollback ${plan.undoes}      to go on with the rollback`];
  return [
    '',
    `Next:  changeset resume ${id}      to go on`,
    `       changeset rollback ${id}      to go back to how it was before`,
    ...again,
    `       changeset show ${id}`,
  ];
}

function titled({ operation }: OperationRecord): string {
  const phase = isPhase(operation) ? ' (second step)' : '';
  return `${operation.action} ${titleOf(operation, quoted)}${phase}`;
}

/** One line for the log when an operation begins or ends. */
export function renderProgress(
  record: Pick<Operation, 'key' | 'type' | 'name' | 'action'>,
  state: string,
  style: Style,
): string {
  const title = `${record.action} ${titleOf(record, quoted)}`;
  const mark = marks[state as OperationState] ?? '…';
  if (state === 'done') return style.green(`  ${mark} ${title}`);
  return state === 'deviating'
    ? style.yellow(`  ${mark} ${title}`)
    : style.red(`  ${mark} ${title}: ${state}`);
}

/** The deployments of a store, the newest first. */
export function renderDeployments(deployments: readonly Deployment[]): string {
  if (deployments.length === 0) return 'No deployments yet.\n';
  const undone = new Map(
    deployments.flatMap(({ id, plan, state }) =>
      plan.undoes !== undefined && state === 'succeeded' ? [[plan.undoes, id]] : [],
    ),
  );
  const plain = {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
    left: '',
    'left-mid': '',
    mid: '',
    'mid-mid': '',
    right: '',
    'right-mid': '',
    middle: '  ',
  };
  const table = new Table({
    head: ['deployment', 'changeset', 'state', 'when', 'who', ''],
    chars: plain,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const deployment of [...deployments].reverse()) {
    const { id, plan, state, startedAt, who } = deployment;
    const remark =
      plan.undoes !== undefined
        ? `rollback of ${plan.undoes}`
        : undone.has(id)
          ? `rolled back by ${undone.get(id)}`
          : '';
    table.push([
      id,
      visible(plan.changeset.name),
      state,
      startedAt.slice(0, 16).replace('T', ' '),
      visible(who.person ?? ''),
      remark,
    ]);
  }
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

/** Everything that is recorded of a deployment. */
export function renderDeployment(deployment: Deployment, style: Style): string {
  const { plan, who } = deployment;
  const line = (word: string, text: string): string => `${word.padEnd(11)} ${text}`;
  const heading = [
    `${style.bold(deployment.id)}  ${stateWords[deployment.state]}`,
    line(
      'changeset',
      [plan.changeset.name, plan.changeset.description, plan.changeset.ticket, plan.changeset.owner]
        .filter((text) => text !== undefined)
        .map(visible)
        .join(' · '),
    ),
    ...(plan.undoes === undefined ? [] : [line('undoes', plan.undoes)]),
    line(
      'org',
      `${visible(plan.organization.name)} (${plan.organization.id}), environment ${plan.environment}`,
    ),
    line(
      'who',
      [who.person, who.where, who.oauthClient === undefined ? undefined : `as client ${who.oauthClient}`]
        .filter((text) => text !== undefined)
        .map(visible)
        .join(', '),
    ),
    line('when', `${deployment.startedAt} to ${deployment.endedAt ?? '(not ended)'}`),
    line(
      'tool',
      `genesys-changeset ${deployment.tool}${deployment.gitCommit ? `, git ${deployment.gitCommit}` : ''}`,
    ),
    line('plan', `${plan.id} · ${short(plan.digest)} · changeset ${short(plan.artifact)}`),
    line('calls', `${deployment.calls.read} reads, ${deployment.calls.write} writes`),
  ];
  const operations = deployment.operations.flatMap((record) => recordLines(record, plan, style));
  return `${[...heading, '', ...operations, ...nextSteps(deployment)].join('\n')}\n`;
}

function recordLines(record: OperationRecord, plan: Plan, style: Style): string[] {
  const { operation, state, id, error } = record;
  const head = `  ${marks[state]} ${stateWord(state).padEnd(9)} ${titled(record)}${id ? style.dim(`  ${id}`) : ''}`;
  const rows =
    operation.action === 'update'
      ? rowsOf(operation, plan.labels).map(({ field, change }) => `        ${field.padEnd(32)} ${change}`)
      : [];
  return [
    head,
    ...rows,
    ...(error ? error.message.split('\n').map((line) => style.red(`        ${visible(line)}`)) : []),
  ];
}

/** What a deployment did, for a change ticket or a pull request. */
export function renderDeploymentMarkdown({ id, plan, state, startedAt }: Deployment): string {
  return renderPlanMarkdown(plan, `Deployment \`${id}\`, ${startedAt}, ${stateWords[state]}.`);
}

/** What stands in the way of a rollback: before, ours and now. */
export function renderConflicts(conflicts: readonly Conflict[], plan: Plan, style: Style): string {
  const lines = conflicts.flatMap((conflict) => {
    const field = conflict.path === '' ? '' : `  ${fieldName(conflict.path, plan.labels)}`;
    const by = conflict.by === undefined ? '' : ` (by ${conflict.by})`;
    return [
      style.red(
        `  ✗ ${typeNamed(conflict.type).noun} ${quoted(conflict.name)}${field}: ${visible(conflict.reason)}${by}`,
      ),
      `        before   ${shown(conflict.before, plan)}`,
      `        ours     ${shown(conflict.ours, plan)}`,
      `        now      ${shown(conflict.now, plan)}`,
    ];
  });
  return `${lines.join('\n')}\n`;
}

function shown(value: Conflict['now'], plan: Plan): string {
  return value === null ? '(none)' : inline(value, plan.labels, 100);
}

/** A message of several lines where there is room for one. */
function inOneLine(message: string): string {
  return message.split('\n').map(visible).join('; ').replace(':;', ':');
}
