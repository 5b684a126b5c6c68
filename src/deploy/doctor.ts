import { ChangesetError, type Diagnostic, throwErrors } from '../diagnostics.ts';
import type { Environment } from '../environment/environment.ts';
import { readMapping } from '../environment/read.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Org } from '../org/open.ts';
import { answer } from '../org/reader.ts';
import { abilitiesOf, type TypeAbilities } from '../plan/abilities.ts';
import { Facts } from '../plan/facts.ts';
import { loadEnvironment, mappingFile, type Project, storeFolder } from '../project.ts';
import type { Deployment } from '../store/events.ts';
import { openFileStore } from '../store/file-store.ts';
import { probeStore } from '../store/probe.ts';
import { type ClientFacts, clientInWords, divisionsSeen, rolesIn, whoIs } from './client.ts';
import { MOST_SECONDS_OFF, secondsAhead } from './clock.ts';
import { connect } from './connect.ts';
import { holderInWords, locked, lockOn, withRunning } from './lock.ts';
import { unfinishedAmong, unfinishedFinding } from './unfinished.ts';

/** In the order in which they are made and told. */
const CHECKS = [
  'mapping',
  'credentials',
  'log-in',
  'organization',
  'clock',
  'store',
  'lock',
  'client',
  'divisions',
  'rate limit',
] as const;

type CheckName = (typeof CHECKS)[number];

/** One thing that must be right before a changeset can be applied. */
export interface Check {
  readonly check: CheckName;
  /** `skipped`: it could not be looked at, for a reason that is told before. */
  readonly state: 'ok' | 'problem' | 'skipped';
  readonly message: string;
  /** What to do about a problem. */
  readonly findings: readonly Diagnostic[];
}

/** What was found of an environment. */
export interface Examination {
  readonly environment: string;
  readonly checks: readonly Check[];
  readonly client: ClientFacts | undefined;
  /** Empty when the client's grants could not be read. */
  readonly abilities: readonly TypeAbilities[];
  readonly rateLimit: RateLimit | undefined;
  /** That of the first problem. */
  readonly exitCode: ExitCode;
}

interface RateLimit {
  /** Calls a minute. */
  readonly allowed: number;
  /** Calls in this minute. */
  readonly used: number;
}

/** The waits between attempts are short: somebody sits there and wants to know. */
const RETRY_DELAY_MS = 100;

/**
 * Looks at everything that a changeset needs before it can be applied to an environment: files, credentials, the org,
 * the client's rights. Writes nothing to the org, and asks an org that is not the mapping's nothing but its name.
 * What is wrong is told in the checks, each with what to do; nothing of it is thrown.
 */
export async function examine(project: Project, environmentName: string): Promise<Examination> {
  const doctor = new Doctor(project, environmentName);
  await doctor.examine();
  return doctor.result();
}

class Doctor {
  readonly #project: Project;
  readonly #name: string;
  readonly #checks = new Map<CheckName, Check>();
  readonly #exitCodes = new Map<CheckName, ExitCode>();
  #client: ClientFacts | undefined;
  #abilities: readonly TypeAbilities[] = [];
  #rateLimit: RateLimit | undefined;

  constructor(project: Project, name: string) {
    this.#project = project;
    this.#name = name;
  }

  result(): Examination {
    const skipped = { state: 'skipped', message: 'not looked at', findings: [] } as const;
    return {
      environment: this.#name,
      checks: CHECKS.map((check) => this.#checks.get(check) ?? { check, ...skipped }),
      client: this.#client,
      abilities: this.#abilities,
      rateLimit: this.#rateLimit,
      exitCode:
        CHECKS.map((check) => this.#exitCodes.get(check)).find((code) => code !== undefined) ??
        exitCodes.done,
    };
  }

  async examine(): Promise<void> {
    const described = await this.#try('mapping', () => this.#mapping());
    const environment = described && (await this.#try('credentials', () => this.#credentials()));
    if (environment) await this.#org(environment);
    await this.#try('store', () => this.#store(environment ?? described));
    await this.#try('lock', () => this.#lock(environment ?? described));
  }

  #ok(check: CheckName, message: string): void {
    this.#checks.set(check, { check, state: 'ok', message, findings: [] });
  }

  #problem(check: CheckName, exitCode: ExitCode, findings: readonly Diagnostic[]): void {
    const [first] = findings;
    const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
    const place = first?.at ? `${first.at.file}:${first.at.line}: ` : '';
    this.#checks.set(check, {
      check,
      state: 'problem',
      message: `${place}${first?.message}${more}`,
      findings,
    });
    this.#exitCodes.set(check, exitCode);
  }

  async #try<T>(check: CheckName, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ChangesetError)) throw error;
      this.#problem(checkOf(error, check), error.exitCode, error.diagnostics);
      return undefined;
    }
  }

  /** The file by itself. What it takes from the variables of the process is looked at after it. */
  async #mapping(): Promise<Environment | undefined> {
    const file = await mappingFile(this.#project, this.#name);
    const { environment, diagnostics } = readMapping(file.name, file.bytes, undefined);
    throwErrors(diagnostics);
    this.#ok('mapping', `${file.name} is valid`);
    return environment;
  }

  async #credentials(): Promise<Environment> {
    const { environment } = await loadEnvironment(this.#project, this.#name);
    const names = environment.credentialVariables ?? [];
    this.#ok(
      'credentials',
      names.length > 0 ? `${names.join(' and ')} are set` : 'the sandbox brings its own',
    );
    return environment;
  }

  async #org(environment: Environment): Promise<void> {
    await this.#try('log-in', async () => {
      const folder = storeFolder(this.#project, environment);
      const connection = await connect(environment, folder, { retryDelayMs: RETRY_DELAY_MS });
      try {
        this.#entered(environment);
        const { name, id } = connection.org.organization;
        this.#ok('organization', `${name} (${id}), as the mapping says`);
        this.#clock(connection.org);
        await this.#grants(connection.org);
        this.#limit(connection.org);
      } finally {
        await connection.close();
      }
    });
    if (this.#checks.get('organization')?.state === 'problem') this.#entered(environment);
  }

  #entered({ access }: Environment): void {
    const hosts = access ? [...new Set([access.loginUrl, access.apiUrl])].join(' and ') : 'the sandbox';
    this.#ok('log-in', `${hosts} let the client in`);
  }

  #clock({ session }: Org): void {
    const { headers, at } = session.latest ?? { headers: {}, at: 0 };
    const ahead = secondsAhead(headers['date'], at);
    if (ahead === undefined) {
      const message = 'the server does not tell its time';
      this.#checks.set('clock', { check: 'clock', state: 'skipped', message, findings: [] });
      return;
    }
    const off = Math.abs(ahead);
    const words = `${off} s ${ahead < 0 ? 'behind' : 'ahead of'} the server's`;
    if (off <= MOST_SECONDS_OFF) {
      const limit = `${MOST_SECONDS_OFF} s off is the most: plans are good for an hour by it`;
      this.#ok('clock', `${off <= 1 ? "agrees with the server's" : words} (${limit})`);
      return;
    }
    const hint = `More than ${MOST_SECONDS_OFF} s off, plans are too old too early or too late, and records are in a wrong order. Set the clock of this machine.`;
    this.#problem('clock', exitCodes.failure, [
      { severity: 'error', code: 'clock.off', message: `This machine's clock is ${words}.`, hint },
    ]);
  }

  async #grants({ session, client }: Org): Promise<void> {
    const facts = new Facts();
    await this.#try('client', () => answer(session, [{ ask: 'grants' }], facts));
    const { grants } = facts;
    if (!grants) return;
    this.#client = { name: client, roles: rolesIn(grants) };
    if (grants.length === 0) {
      const hint =
        'Give it one in Genesys Cloud: Admin > Integrations > OAuth, the client, Roles; with its divisions.';
      this.#problem('client', exitCodes.noPermission, [
        {
          severity: 'error',
          code: 'client.roles',
          message: `${whoIs(client)} has no role, so it may do nothing`,
          hint,
        },
      ]);
      return;
    }
    this.#ok('client', clientInWords(this.#client));
    this.#ok('divisions', divisionsSeen(grants));
    this.#abilities = abilitiesOf(grants);
  }

  #limit({ session }: Org): void {
    const headers = session.latest?.headers ?? {};
    const allowed = Number(headers['inin-ratelimit-allowed']);
    const used = Number(headers['inin-ratelimit-count']);
    if (!(allowed > 0 && used >= 0)) {
      this.#ok('rate limit', 'the server does not tell it; 300 calls a minute are assumed');
      return;
    }
    this.#rateLimit = { allowed, used };
    this.#ok('rate limit', `${allowed} calls a minute, ${used} of them used in this one`);
  }

  async #store(environment: Environment | undefined): Promise<void> {
    const folder = storeFolder(this.#project, environment);
    await probeStore(folder);
    const store = openFileStore(folder);
    const deployments = await withRunning([folder], await store.deployments(this.#name));
    const last = await store.lastPlan(this.#name);
    const newer = [...deployments.map(({ plan }) => plan), ...(last ? [last] : [])].find(
      ({ format }) => Number(format) > 1,
    );
    if (newer) {
      const message = `The plan ${newer.id} in ${folder} was written by a newer version of this tool.`;
      const finding = {
        severity: 'error',
        code: 'store.newer',
        message,
        hint: 'Update genesys-changeset.',
      } as const;
      this.#problem('store', exitCodes.failure, [finding]);
      return;
    }
    const open = unfinishedAmong(deployments);
    if (open.length > 0) this.#problem('store', exitCodes.locked, open.map(unfinishedFinding));
    else this.#ok('store', `${folder} can be written; ${deploymentsInWords(deployments)}`);
  }

  async #lock(environment: Environment | undefined): Promise<void> {
    const standing = await lockOn(storeFolder(this.#project, environment), this.#name);
    if (!standing) this.#ok('lock', 'nobody has it');
    else if (standing.state === 'held') throw locked(this.#name, standing);
    else this.#ok('lock', `left behind; the next run takes it over: ${holderInWords(standing)}`);
  }
}

function deploymentsInWords(all: readonly Deployment[]): string {
  if (all.length === 0) return 'no deployments yet';
  const running = all.find(({ state }) => state === 'running');
  if (running) return `${running.id} is running`;
  return all.length === 1 ? '1 deployment, finished' : `${all.length} deployments, all finished`;
}

/** Problems of the environment's variables and of the org come out of steps that look at more than one thing. */
function checkOf({ diagnostics }: ChangesetError, check: CheckName): CheckName {
  const code = diagnostics[0]?.code ?? '';
  if (check === 'credentials') return /^(credentials|env)\./.test(code) ? 'credentials' : 'mapping';
  return check === 'log-in' && code.startsWith('organization.') ? 'organization' : check;
}
