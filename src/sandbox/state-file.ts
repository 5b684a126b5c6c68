/** The org in a file, so that it outlives the process. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isObject } from './json.ts';
import type { OrgState } from './model.ts';

/** The saved org, or undefined when there is no file yet. Throws when the file is not one of these. */
export function loadState(file: string): OrgState | undefined {
  if (!existsSync(file)) return undefined;
  const state: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isOrgState(state)) throw new Error(`${file} does not hold the state of a sandbox`);
  return state;
}

function isOrgState(value: unknown): value is OrgState {
  return (
    isObject(value) &&
    isObject(value.organization) &&
    isObject(value.collections) &&
    Array.isArray(value.clients)
  );
}

/** Replaces the file in one step: a reader sees the old state or the new one, never half of it. */
export function saveState(file: string, state: OrgState): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, JSON.stringify(state));
  renameSync(temporary, file);
}
