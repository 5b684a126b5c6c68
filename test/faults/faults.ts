/** Single faults that a run has to come through, each at the n-th write request of a sandbox. */
import type { Fault, FaultRule } from '../../src/sandbox/index.ts';

export interface SingleFault {
  readonly name: string;
  /**
   * Whether the write took effect although the client may not know it; `unlessVersioned`: it is refused as stale where
   * it carries a version.
   */
  readonly effect: 'yes' | 'no' | 'unlessVersioned';
  /** The rule that strikes at the n-th write request from now on. */
  readonly rule: (n: number) => FaultRule;
}

/** Fields of the object that is written: one that the write changes, one that it leaves alone. */
export interface TheirEdits {
  readonly touched: NonNullable<Extract<Fault, { edit: object }>['edit']['patch']>;
  readonly untouched: NonNullable<Extract<Fault, { edit: object }>['edit']['patch']>;
}

function single(name: string, effect: SingleFault['effect'], fault: Fault, times = 1): SingleFault {
  return { name, effect, rule: (n) => ({ name, when: { writes: true, nth: n, times }, do: fault }) };
}

const STALE = 'The version number of the modified resource must match the version number in the database.';
const STALE_IN_TEXT = 'The version 3 does not match the current version 4.';

export const FAULTS: readonly SingleFault[] = [
  single('500', 'no', { status: 500 }),
  single('500 after the effect', 'yes', { status: 500, at: 'after' }),
  single('502 in HTML', 'no', { status: 502, body: 'html' }),
  single('503', 'no', { status: 503, headers: { 'Retry-After': '1' } }),
  single('504 after the effect', 'yes', { status: 504, at: 'after' }),
  single('408', 'no', { status: 408 }),
  single('429', 'no', { throttle: 1 }),
  single('three times 429', 'no', { throttle: 1 }, 3),
  single('connection cut before the effect', 'no', { reset: 'before' }),
  single('connection cut after the effect', 'yes', { reset: 'after' }),
  single('answer cut short after the effect', 'yes', { truncate: 'after' }),
  single('answer cut short before the effect', 'no', { truncate: 'before' }),
  single('200 in HTML after the effect', 'yes', { body: 'html', at: 'after' }),
  single('200 in HTML before the effect', 'no', { body: 'html' }),
  single('200 without a body after the effect', 'yes', { body: 'empty', at: 'after' }),
  single('a list in the place of an object after the effect', 'yes', { body: [], at: 'after' }),
  single('slow answer', 'yes', { delayMs: 300, at: 'after' }),
  single('slow request', 'yes', { delayMs: 300 }),
  single('token ended', 'no', { expireToken: true }),
  single('token ended after the effect', 'yes', { expireToken: true, at: 'after' }),
  single('302', 'no', { redirect: 'https://login.example/' }),
  single('409 with a version text', 'no', { status: 409, message: STALE }),
  single('400 with a version text', 'no', { status: 400, message: STALE_IN_TEXT }),
  single('404 once', 'no', { status: 404 }),
  single('not listed for a while', 'yes', { invisibleMs: 500 }),
];

/** What another client does just before the n-th write to the object that it is about; to none where it creates one. */
export function theirEdits({ touched, untouched }: TheirEdits): readonly SingleFault[] {
  return [
    single('edit of a touched field just before', 'unlessVersioned', { edit: { patch: touched } }),
    single('edit of an untouched field just before', 'unlessVersioned', { edit: { patch: untouched } }),
    single('deleted just before', 'no', { edit: { delete: true } }),
  ];
}
