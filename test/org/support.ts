import nock from 'nock';
import { afterEach, beforeEach } from 'vitest';
import { openTransport } from '../../src/org/sdk.ts';
import { Session, type SessionOptions } from '../../src/org/session.ts';

export const API = 'https://api.mypurecloud.ie';
export const LOGIN = 'https://login.mypurecloud.ie';

const access = { apiUrl: API, loginUrl: LOGIN, clientId: 'the-client', clientSecret: 'the-secret' };

/** A session whose waits take no time, and what it waited. */
export interface TestSession {
  readonly session: Session;
  /** Milliseconds of each wait. */
  readonly waits: number[];
}

export function openSession(options: SessionOptions = {}): TestSession {
  const waits: number[] = [];
  let now = 1_000_000;
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      waits.push(ms);
      now += ms;
    },
  };
  return { session: new Session(openTransport(access), { clock, ...options }), waits };
}

/** Lets the log-in succeed, with that many tokens. */
export function allowLogin(times = 1): nock.Scope {
  return nock(LOGIN)
    .post('/oauth/token', 'grant_type=client_credentials')
    .matchHeader('authorization', `Basic ${Buffer.from('the-client:the-secret').toString('base64')}`)
    .times(times)
    .reply(200, { access_token: 'the-token', token_type: 'bearer', expires_in: 86_399 });
}

/** No request leaves this machine, and none is left unanswered. */
export function isolateNetwork(): void {
  beforeEach(() => {
    nock.disableNetConnect();
  });
  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
  });
}

/** Headers that the platform sends with every answer. */
export function limits(count: number, allowed = 300, reset = 60): Record<string, string> {
  return {
    'inin-ratelimit-count': String(count),
    'inin-ratelimit-allowed': String(allowed),
    'inin-ratelimit-reset': String(reset),
    'ININ-Correlation-Id': 'c5fad4cb-d540-4913-be4a-761b3dec1281',
  };
}
