import type { Json, JsonObject } from '../json/json.ts';
import type { Plan } from '../plan/plan.ts';
import { counted, type Style, visible } from './style.ts';

/** What is shown of a rehearsal. */
interface Rehearsed {
  readonly plan: Plan;
  readonly copied: readonly { readonly kind: string; readonly count: number }[];
  readonly named: number;
  readonly left: readonly string[];
  readonly writes: number;
  readonly runs: readonly Run[];
  readonly proven: boolean;
}

interface Run {
  readonly fault: { readonly kind: string; readonly write: number } | undefined;
  readonly ended: 'succeeded' | 'stopped';
  readonly reason: string | undefined;
  readonly asWithout: boolean;
  readonly problem: Problem | undefined;
}

interface Problem {
  readonly at: string;
  readonly message: string;
  readonly differences: readonly {
    readonly path: string;
    readonly name: string;
    readonly at: string;
    readonly before: unknown;
    readonly now: unknown;
  }[];
}

const MOST_PROBLEMS = 10;
const MOST_DIFFERENCES = 10;
const WIDEST = 60;

/** What was copied, how the runs ended, what they cannot show, and in the last line whether going back was proven. */
export function renderRehearsal(rehearsal: Rehearsed, style: Style): string {
  const { plan, copied, named, left, runs } = rehearsal;
  const { environment, organization, changeset } = plan;
  const title = `${style.bold(`rehearse ${visible(changeset.name)}`)} · on a copy of ${visible(organization.name)} (${environment}) in memory · nothing is written to the org`;
  if (runs.length === 0) return `${title}\n\nNothing to change, so there is nothing to rehearse.\n`;
  const lines = [
    title,
    '',
    `Copied    ${copied.map(({ kind, count }) => `${count} × ${kind}`).join(', ')}`,
    ...(named > 0 ? [`          ${counted(named, 'object')} by name only: others refer to them`] : []),
    ...left.map((path) => `          not copied: ${path}`),
    ...runLines(runs),
    ...problemLines(runs, style),
    ...limitLines(plan),
    '',
    rehearsal.proven ? style.green(verdictOn(rehearsal)) : style.red(verdictOn(rehearsal)),
  ];
  return `${lines.join('\n')}\n`;
}

function runLines(runs: readonly Run[]): string[] {
  const faulty = runs.filter(({ fault }) => fault);
  const kinds = [...new Set(faulty.map(({ fault }) => fault?.kind ?? ''))];
  const rows = kinds.map((kind) => {
    const own = faulty.filter(({ fault }) => fault?.kind === kind);
    const stopped = own.filter(({ ended }) => ended === 'stopped').length;
    return `          ${kind.padEnd(14)} at ${counted(own.length, 'write')}: ${own.length - stopped} came to the end, ${stopped} stopped half-way`;
  });
  const same = faulty.filter(({ asWithout }) => asWithout).length;
  return [
    'Runs      1 without a fault: apply, simulate again, roll back, compare',
    ...rows,
    ...(same > 0
      ? [
          `          ${same} of them left the org and the record that the run without a fault left, and go back as it did`,
        ]
      : []),
  ];
}

function problemLines(runs: readonly Run[], style: Style): string[] {
  const wrong = runs.filter(({ problem }) => problem);
  const shown = wrong.slice(0, MOST_PROBLEMS).flatMap(({ fault, reason, problem }) => {
    const when = fault ? `${fault.kind} at write ${fault.write}` : 'without a fault';
    const differences = problem?.differences ?? [];
    return [
      style.red(`  ✗ ${when}: ${visible(problem?.message ?? '')}`),
      ...(reason && problem?.at !== 'apply' ? [`      apply had stopped: ${visible(reason)}`] : []),
      ...differences.slice(0, MOST_DIFFERENCES).map((one) => `      ${differenceIn(one)}`),
      ...(differences.length > MOST_DIFFERENCES
        ? [`      and ${counted(differences.length - MOST_DIFFERENCES, 'place')} more`]
        : []),
    ];
  });
  const more = wrong.length - MOST_PROBLEMS;
  return wrong.length === 0
    ? []
    : ['', ...shown, ...(more > 0 ? [`  and ${counted(more, 'run')} more`] : [])];
}

function differenceIn({ path, name, at, before, now }: Problem['differences'][number]): string {
  const kind = path.split('/').at(-1) ?? path;
  const field = at === '' ? '' : ` ${at.slice(1).replaceAll('/', '.')}`;
  return `${kind} ${visible(name)}${visible(field)}: ${short(before)} → ${short(now)}`;
}

function short(value: unknown): string {
  if (value === null) return '(none)';
  const text = JSON.stringify(value) ?? '';
  return visible(text.length > WIDEST ? `${text.slice(0, WIDEST)}…` : text);
}

/** What no copy can show, and what the plan says of it. */
function limitLines(plan: Plan): string[] {
  const isLossy = plan.operations.some(({ losses }) => losses.length > 0);
  const known = isLossy ? ' What the plan lists under Undo is lost all the same.' : '';
  return [
    'Limits    The copy answers as the sandbox does, which is a model of the platform. Flows were not looked through,',
    `          and what is out of the client's sight is not in it.${known}`,
  ];
}

/** Whether going back was proven, in one line. */
export function verdictOn({ runs, writes, proven }: Rehearsed): string {
  if (runs.length === 0) return 'Nothing to change.';
  const faulty = runs.filter(({ fault }) => fault);
  if (proven)
    return `Going back is proven: ${writes} of ${writes} writes undone, ${counted(faulty.length, 'run')} with faults, org as before each time.`;
  const [first] = runs;
  if (first?.problem) return `NOT proven: ${visible(first.problem.message)}`;
  const wrong = faulty.filter(({ problem }) => problem).length;
  return `NOT proven: after ${wrong} of ${counted(faulty.length, 'run')} with faults the org does not come back as it was; without a fault it does.`;
}

/** A rehearsal for scripts. */
export function rehearsalJson(rehearsal: Rehearsed): Json {
  const { plan, copied, named, left, writes, runs, proven } = rehearsal;
  return {
    proven,
    verdict: verdictOn(rehearsal),
    environment: plan.environment,
    organizationId: plan.organization.id,
    artifact: plan.artifact,
    planDigest: plan.digest,
    writes,
    copied: Object.fromEntries(copied.map(({ kind, count }) => [kind, count])),
    named,
    left: [...left],
    runs: runs.map(runJson),
  };
}

function runJson({ fault, ended, reason, asWithout, problem }: Run): JsonObject {
  return {
    fault: fault ? { kind: fault.kind, write: fault.write } : null,
    ended,
    ...(reason === undefined ? {} : { reason }),
    asWithout,
    ...(problem ? { problem: problemJson(problem) } : {}),
  };
}

function problemJson({ at, message, differences }: Problem): JsonObject {
  return {
    at,
    message,
    differences: differences.map((one) => ({
      ...{ path: one.path, name: one.name, at: one.at },
      ...{ before: one.before as Json, now: one.now as Json },
    })),
  };
}
