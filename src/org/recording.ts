import type { Json } from '../json/json.ts';
import type { Transport } from './sdk.ts';

/** What the org answered to a call that only asks. */
export interface Answered {
  /** With its parameters filled in, without the query. */
  readonly path: string;
  readonly body: Json | undefined;
}

/** A transport that notes what successful reads answer, page by page. What was asked for is kept, tokens are not. */
export function recording(transport: Transport, answers: Answered[]): Transport {
  return {
    logIn: () => transport.logIn(),
    upload: (file) => transport.upload(file),
    download: (address) => transport.download(address),
    send: async (request) => {
      const answer = await transport.send(request);
      const isKept =
        (request.method === 'GET' || request.reads) && answer.status >= 200 && answer.status <= 299;
      if (isKept && (request.text || typeof answer.body !== 'string'))
        answers.push({ path: pathOf(request.path, request.params), body: answer.body });
      return answer;
    },
  };
}

/** The path that a template of the contract stands for. */
export function pathOf(template: string, params: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => params[name] ?? '');
}
