import type { Plan } from '../plan/plan.ts';
import { type Deployment, type DeploymentEvent, fold } from './events.ts';
import type { Journal, Store } from './store.ts';

/** A store that is gone with the process. Events go through JSON, as they do through a file. */
export class MemoryStore implements Store {
  readonly #plans: Plan[] = [];
  readonly #deployments = new Map<string, { plan: Plan; lines: string[] }>();
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

  async begin(id: string, plan: Plan): Promise<Journal> {
    const lines: string[] = [];
    this.#deployments.set(id, { plan: JSON.parse(JSON.stringify(plan)) as Plan, lines });
    return {
      append: async (event) => {
        lines.push(JSON.stringify(event));
      },
      close: async () => {},
    };
  }

  async deployment(id: string): Promise<Deployment | undefined> {
    const kept = this.#deployments.get(id);
    return (
      kept &&
      fold(
        kept.plan,
        kept.lines.map((line) => JSON.parse(line) as DeploymentEvent),
      )
    );
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
