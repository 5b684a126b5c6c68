import { digestOfBytes } from '../plan/digest.ts';
import type { Plan } from '../plan/plan.ts';
import { type Deployment, type DeploymentEvent, fold } from './events.ts';
import { contentPath, type Journal, type Store } from './store.ts';

interface Kept {
  readonly plan: Plan;
  readonly lines: string[];
  /** What the lines say that were read so far. */
  readonly events: DeploymentEvent[];
  /** What it was when it was folded last. */
  folded?: Deployment;
}

/** Plans as they come out of a file; nobody changes one, so a copy serves all. */
const copies = new WeakMap<Plan, Plan>();

function throughJson(plan: Plan): Plan {
  const copy = copies.get(plan) ?? (JSON.parse(JSON.stringify(plan)) as Plan);
  copies.set(plan, copy);
  return copy;
}

/** A store that is gone with the process. Events go through JSON, as they do through a file. */
export class MemoryStore implements Store {
  readonly #plans: Plan[] = [];
  readonly #deployments = new Map<string, Kept>();
  readonly #files = new Map<string, Uint8Array>();
  readonly #past: readonly Deployment[];

  /** @param past deployments that were there before, the oldest first */
  constructor(past: readonly Deployment[] = []) {
    this.#past = past;
  }

  async savePlan(plan: Plan): Promise<void> {
    this.#plans.push(plan);
  }

  async plan(id: string): Promise<Plan | undefined> {
    return this.#plans.find((plan) => plan.id === id);
  }

  async lastPlan(environment?: string): Promise<Plan | undefined> {
    return this.#plans.findLast((plan) => environment === undefined || plan.environment === environment);
  }

  async plannedSince(time: number): Promise<readonly string[]> {
    return [
      ...new Set(
        this.#plans.filter((plan) => Date.parse(plan.createdAt) >= time).map((plan) => plan.environment),
      ),
    ];
  }

  async begin(id: string, plan: Plan, files: ReadonlyMap<string, Uint8Array> = new Map()): Promise<Journal> {
    const lines: string[] = [];
    for (const [path, bytes] of files) this.#files.set(path, bytes);
    this.#deployments.set(id, { plan: throughJson(plan), lines, events: [] });
    return journalInto(lines, this.#files);
  }

  async reopen(id: string): Promise<Journal> {
    return journalInto(this.#deployments.get(id)?.lines ?? [], this.#files);
  }

  async content(digest: string): Promise<Uint8Array | undefined> {
    return this.#files.get(contentPath(digest));
  }

  async deployment(id: string): Promise<Deployment | undefined> {
    const kept = this.#deployments.get(id);
    if (!kept) return undefined;
    const { plan, lines, events } = kept;
    if (!kept.folded || lines.length > events.length) {
      const fresh = lines.slice(events.length).map((line) => JSON.parse(line) as DeploymentEvent);
      events.push(...fresh);
      kept.folded = fold(id, plan, [...events]);
    }
    return kept.folded;
  }

  async deployments(environment?: string): Promise<readonly Deployment[]> {
    const all = await Promise.all([...this.#deployments.keys()].map((id) => this.deployment(id)));
    return [...this.#past, ...all.filter((deployment) => deployment !== undefined)].filter(
      ({ plan }) => environment === undefined || plan.environment === environment,
    );
  }

  async has(id: string): Promise<boolean> {
    return this.#deployments.has(id);
  }
}

function journalInto(lines: string[], files: Map<string, Uint8Array>): Journal {
  return {
    append: async (event) => {
      lines.push(JSON.stringify(event));
    },
    keep: async (bytes) => {
      const digest = digestOfBytes(bytes);
      files.set(contentPath(digest), bytes);
      return digest;
    },
    close: async () => {},
  };
}
