import { createRequire } from 'node:module';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Access } from '../environment/environment.ts';
import { regionDomains } from '../environment/regions.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { Secrets } from './secrets.ts';

/** One answer of the platform, whatever its status. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where there was none, a string where it was not JSON. */
  readonly body: Json | undefined;
  /** Whether the connection ended before all of it had come. */
  readonly isCut?: boolean;
}

/** One request, ready to go. */
export interface Request {
  readonly method: string;
  /** A path template of the contract, its parameters apart. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: JsonObject;
  readonly body: Json | undefined;
  /** Whether the answer is taken as plain text, whatever it looks like. [JSON] */
  readonly text?: boolean;
  /** Whether it only asks, whatever its method. [GET does] */
  readonly reads?: boolean;
}

/** A file on its way to the storage that the platform has named for it. */
export interface FileUpload {
  readonly method: string;
  /**
   * Signed: whoever knows it can upload in our place. One that begins with `/` is a path on the host of the platform's
   * applications.
   */
  readonly address: string;
  /** All of them, and no others. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /** A service of the platform takes it, with the token as it is or behind `Bearer`. [a storage, which gets none] */
  readonly token?: 'bare' | 'bearer';
  /** Whether a second one would be taken as another one. [it is the same] */
  readonly once?: boolean;
}

/** The HTTP edge: requests of one org through the Genesys SDK. */
export interface Transport {
  /** @throws Error in the network's words when no answer came */
  send(request: Request): Promise<Answer>;
  /** Hands a file over. @throws like `send`; Error where a token would leave the platform */
  upload(file: FileUpload): Promise<Answer>;
  /** Fetches a file from a signed address, without a token; `bytes` where there is one. @throws like `send` */
  download(address: string): Promise<Answer & { readonly bytes?: Uint8Array }>;
  /** Takes a token for the requests to come. @throws like `send` */
  logIn(): Promise<Answer>;
}

interface ApiConfiguration {
  live_reload_config: boolean;
  basePath: string;
  logger: { log: () => void };
  setConfigPath(path: string): void;
  setGateway(gateway?: object): void;
}

interface ApiClient {
  config: ApiConfiguration;
  setReturnExtendedResponses(on: boolean): void;
  readonly authentications: { readonly 'PureCloud OAuth': { readonly accessToken?: string } };
  setHttpClient(client: object): void;
  callApi(...parameters: unknown[]): Promise<unknown>;
  loginClientCredentialsGrant(id: string, secret: string): Promise<{ accessToken?: string }>;
}

interface Sdk {
  ApiClientClass: new () => ApiClient;
  DefaultHttpClient: new (
    timeout: number,
  ) => {
    toAxiosConfig(options: object): object;
    _axiosInstance: { request(options: object): Promise<unknown> };
  };
}

export interface TransportOptions {
  /** How long an answer may stay silent, in milliseconds. [30 seconds] */
  readonly timeoutMs?: number;
  /** Values of secrets, which are taken out of what others echo. [none] */
  readonly hidden?: readonly string[];
}

const TIMEOUT_MS = 30_000;
/** A large file takes its time on a slow line. */
const UPLOAD_TIMEOUT_MS = 300_000;
const JSON_TYPES = ['application/json'];
/** Source: CX as Code 1.84.1, which asks for templates so (integration_action, 2026-07). */
const TEXT_TYPES = ['*/*'];

/**
 * A client of one org. The SDK reads `~/.genesyscloudjavascript/config`, which can redirect every request and log
 * every token: it is loaded while the home folder points nowhere, and its own settings are reset.
 */
export function openTransport(
  access: Access,
  { timeoutMs = TIMEOUT_MS, hidden = [] }: TransportOptions = {},
): Transport {
  const { client, sdk } = withoutHome(() => newClient(access, timeoutMs));
  const secrets = new Secrets();
  secrets.addClient(access.clientId, access.clientSecret);
  for (const value of hidden) secrets.addValue(value);
  return {
    send: ({ method, path, params, query, body, text }) =>
      answered(
        client.callApi(
          path,
          method,
          params,
          query,
          {},
          {},
          body ?? null,
          ['PureCloud OAuth'],
          JSON_TYPES,
          text ? TEXT_TYPES : JSON_TYPES,
        ),
        secrets,
      ),
    upload: async ({ method, address: to, headers, bytes, token }) => {
      const isOwn = to.startsWith('/');
      const address = isOwn ? appsUrl(access) + to : to;
      if (!isOwn) secrets.add(address);
      if (token && !isOfPlatform(address, access))
        throw new Error(`${new URL(address).host} is no host of the platform, and the token stays there`);
      const { accessToken = '' } = client.authentications['PureCloud OAuth'];
      const authorization = token === 'bearer' ? `Bearer ${accessToken}` : accessToken;
      const request = {
        ...plainRequest(address),
        method,
        // What is not asked for by name would not be what was signed.
        headers: {
          Accept: false,
          'Content-Type': false,
          ...headers,
          ...(token ? { Authorization: authorization } : {}),
        },
        data: Buffer.from(bytes),
        transformRequest: [(data: unknown) => data],
        responseType: 'text',
        maxBodyLength: Number.POSITIVE_INFINITY,
      };
      return answered(new sdk.DefaultHttpClient(UPLOAD_TIMEOUT_MS)._axiosInstance.request(request), secrets);
    },
    download: async (address) => {
      secrets.add(address);
      const request = { ...plainRequest(address), method: 'GET', responseType: 'arraybuffer' };
      const got = new sdk.DefaultHttpClient(UPLOAD_TIMEOUT_MS)._axiosInstance.request(request);
      const answer = await answered(got, secrets);
      const data: unknown = await got.then((response) => (response as { data?: unknown }).data, nothing);
      return data instanceof Uint8Array ? { ...answer, bytes: data } : answer;
    },
    logIn: () => {
      client.config.setGateway(gatewayOf(access.loginUrl));
      const login = client.loginClientCredentialsGrant(access.clientId, access.clientSecret);
      client.config.setGateway(); // the address was taken when the call was made
      const entered = login.then(({ accessToken }) => {
        if (accessToken) secrets.add(accessToken);
        return { status: accessToken ? 200 : 0 };
      });
      return answered(entered, secrets);
    },
  };
}

/** What goes to a signed address: nothing of the session, no redirect, and no proxy on the way to this machine. */
function plainRequest(address: string): Readonly<Record<string, unknown>> {
  const isLocal = new URL(address).protocol === 'http:';
  return { url: address, timeout: UPLOAD_TIMEOUT_MS, maxRedirects: 0, ...(isLocal ? { proxy: false } : {}) };
}

/** The host of the platform's applications, beside that of the API. */
function appsUrl({ apiUrl }: Access): string {
  const { protocol, host } = new URL(apiUrl);
  return `${protocol}//${host.replace(/^api\./, 'apps.')}`;
}

/** Whether an address is of the same region as the API: only there the token goes. */
function isOfPlatform(address: string, { apiUrl }: Access): boolean {
  const { protocol, hostname, host } = new URL(address);
  const api = new URL(apiUrl);
  if (host === api.host) return true;
  const isKnown = (domain: string): boolean => hostname === domain || hostname.endsWith(`.${domain}`);
  return protocol === 'https:' && [api.hostname.replace(/^api\./, ''), ...regionDomains].some(isKnown);
}

function nothing(): undefined {}

function newClient(access: Access, timeoutMs: number): { client: ApiClient; sdk: Sdk } {
  const sdk = createRequire(import.meta.url)('purecloud-platform-client-v2') as Sdk;
  const client = new sdk.ApiClientClass();
  client.config.live_reload_config = false;
  client.config.setConfigPath('');
  client.config.setGateway();
  client.config.basePath = access.apiUrl;
  // It would lay out every answer as text, log or no log.
  client.config.logger.log = () => {};
  client.setReturnExtendedResponses(true);
  const isLocal = new URL(access.apiUrl).protocol === 'http:';
  class HttpClient extends sdk.DefaultHttpClient {
    override toAxiosConfig(options: { headers?: Record<string, string> }): object {
      // Text that looks like JSON would be taken for it.
      const isText = options.headers?.['Accept'] === TEXT_TYPES[0];
      const plain = isText ? { transformResponse: [(text: string) => text] } : {};
      // A redirect would carry the token to where nobody said it may go.
      return {
        ...super.toAxiosConfig(options),
        ...plain,
        maxRedirects: 0,
        ...(isLocal ? { proxy: false } : {}),
      };
    }
  }
  client.setHttpClient(new HttpClient(timeoutMs));
  return { client, sdk };
}

/** Runs synchronous code while the home folder is one that does not exist. */
function withoutHome<T>(run: () => T): T {
  const variable = platform() === 'win32' ? 'USERPROFILE' : 'HOME';
  const home = process.env[variable];
  process.env[variable] = join(tmpdir(), 'genesys-changeset-no-home');
  try {
    return run();
  } finally {
    if (home === undefined) delete process.env[variable];
    else process.env[variable] = home;
  }
}

function gatewayOf(address: string): object {
  const url = new URL(address);
  return {
    protocol: url.protocol.replace(':', ''),
    host: url.hostname,
    ...(url.port ? { port: Number(url.port) } : {}),
    ...(url.pathname.length > 1 ? { path_params_login: url.pathname } : {}),
  };
}

/** What the SDK hands over: its own extended answer, or the one of its HTTP client. */
interface SdkAnswer {
  status?: number;
  headers?: Record<string, unknown>;
  body?: Json;
  data?: Json;
}

/** Both outcomes of a call of the SDK as one kind of answer, without secrets. @throws Error when no answer came */
async function answered(call: Promise<unknown>, secrets: Secrets): Promise<Answer> {
  return secrets.hiddenInAnswer(
    await outcomeOf(call).catch((error: unknown) => {
      throw secrets.bareError(error);
    }),
  );
}

async function outcomeOf(call: Promise<unknown>): Promise<Answer> {
  try {
    return answerOf((await call) as SdkAnswer);
  } catch (error) {
    const answer = answerIn(error);
    if (answer?.status === undefined) throw error;
    // An answer whose rest is missing is handed over as a failure with the status of a success, and without a body.
    const isCut = answer.status >= 200 && answer.status <= 299;
    return { ...answerOf(answer), ...(isCut ? { isCut } : {}) };
  }
}

function answerOf({ status, headers, body, data }: SdkAnswer): Answer {
  const names = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
  const content = body ?? data;
  return {
    status: status ?? 0,
    headers: Object.fromEntries(names),
    body: content === '' || content === null ? undefined : content,
  };
}

function answerIn(error: unknown): SdkAnswer | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const answer = 'response' in error ? error.response : 'headers' in error ? error : undefined;
  return typeof answer === 'object' && answer !== null ? (answer as SdkAnswer) : undefined;
}
