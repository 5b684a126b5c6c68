import { execFile } from 'node:child_process';
import { hostname, userInfo } from 'node:os';
import { promisify } from 'node:util';
import type { ProcessEnvironment } from '../environment/read.ts';
import type { Project } from '../project.ts';
import type { Who } from '../store/events.ts';
import type { LockOwner } from '../store/locks.ts';

const run = promisify(execFile);

/** Variables in which CI systems name the person and the run. */
const PEOPLE = [
  'GITHUB_ACTOR',
  'GITLAB_USER_LOGIN',
  'BUILD_REQUESTEDFOR',
  'BITBUCKET_STEP_TRIGGERER_UUID',
  'CIRCLE_USERNAME',
  'BUILD_USER_ID',
];
const RUNS = [
  'GITHUB_RUN_ID',
  'CI_JOB_URL',
  'BUILD_BUILDURI',
  'BITBUCKET_BUILD_NUMBER',
  'CIRCLE_BUILD_URL',
  'BUILD_URL',
];

/** Where a deployment comes from. */
export interface Provenance {
  readonly who: Who;
  /** The commit of the project's folder, with a word when files differ from it; undefined outside of git. */
  readonly gitCommit: string | undefined;
}

/** Finds out who is deploying (the CI system's word for it, else git's, else the operating system's) and from which commit. */
export async function provenanceOf(project: Project, oauthClient: string | undefined): Promise<Provenance> {
  const [person, commit] = await Promise.all([personOf(project), commitOf(project.folder)]);
  const ciRun = firstOf(project.env, RUNS);
  const who = {
    person,
    where: ciRun ? `CI run ${ciRun}` : hostname(),
    oauthClient,
  };
  return { who, gitCommit: commit };
}

/** Who this process is, for others that find its lock. */
export async function lockOwner(project: Project): Promise<LockOwner> {
  const person = await personOf(project);
  const ciRun = firstOf(project.env, RUNS);
  return {
    ...(person === undefined ? {} : { person }),
    host: hostname(),
    process: process.pid,
    ...(ciRun === undefined ? {} : { ciRun }),
  };
}

async function personOf({ folder, env }: Project): Promise<string | undefined> {
  return firstOf(env, PEOPLE) ?? (await git(folder, 'config', 'user.email')) ?? systemUser();
}

async function commitOf(folder: string): Promise<string | undefined> {
  const commit = await git(folder, 'rev-parse', 'HEAD');
  if (commit === undefined) return undefined;
  const changes = await git(folder, 'status', '--porcelain', '--untracked-files=no');
  return changes ? `${commit} with uncommitted changes` : commit;
}

function firstOf(env: ProcessEnvironment, names: readonly string[]): string | undefined {
  return names.map((name) => env[name]).find((value) => value !== undefined && value !== '');
}

async function git(folder: string, ...words: string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', words, { cwd: folder, timeout: 5000 });
    return stdout.trim() || undefined;
  } catch {
    return undefined; // no git here, or no repository: the record does without
  }
}

function systemUser(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
