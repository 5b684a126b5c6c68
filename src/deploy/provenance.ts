import { execFile } from 'node:child_process';
import { hostname, userInfo } from 'node:os';
import { promisify } from 'node:util';
import type { ProcessEnvironment } from '../environment/read.ts';
import type { Who } from '../store/events.ts';

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

/** Who is deploying: the CI system's word for it, else git's, else the operating system's. */
export async function whoIsDeploying(
  env: ProcessEnvironment,
  folder: string,
  oauthClient: string | undefined,
): Promise<Who> {
  const ciPerson = firstOf(env, PEOPLE);
  const ciRun = firstOf(env, RUNS);
  const gitPerson = ciPerson ? undefined : await git(folder, 'config', 'user.email');
  return {
    person: ciPerson ?? gitPerson ?? systemUser(),
    where: ciRun ? `CI run ${ciRun}` : hostname(),
    oauthClient,
  };
}

/** The commit of the project's folder, with a word when files differ from it; undefined outside of git. */
export async function gitCommit(folder: string): Promise<string | undefined> {
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
