/** Query strings against the contract's parameters. */
import type { Query } from './call.ts';
import type { Operation, Shape } from './contract.ts';
import { badField, type PlatformError } from './errors.ts';
import type { Finding } from './judge.ts';

/** The values of each parameter, in the order of the query string. */
export function parseQuery(search: URLSearchParams): Query {
  const query = new Map<string, string[]>();
  for (const [name, value] of search) query.set(name, [...(query.get(name) ?? []), value]);
  return query;
}

/** Unknown parameters, which the platform ignores; missing ones and values that do not fit, which it refuses. */
export function judgeQuery(operation: Operation, query: Query): Finding[] {
  const declared = new Map(
    operation.parameters.filter((one) => one.in === 'query').map((one) => [one.name, one]),
  );
  const absent = [...declared.values()].filter(({ name, required }) => required && !query.has(name));
  return [
    ...absent.map(({ name }) => finding('bad-query', name, `Query parameter '${name}' is missing or empty`)),
    ...[...query].flatMap(([name, values]) => {
      const parameter = declared.get(name);
      if (!parameter) return [finding('unknown-query', name)];
      return values.filter((value) => !fits(parameter.shape, value)).map((value) => misfit(name, value));
    }),
  ];
}

function finding(kind: Finding['kind'], at: string, refusalText?: string): Finding {
  const refusal: { refusal?: PlatformError } = refusalText
    ? { refusal: badField(at, refusalText, 'invalid.query.param.value') }
    : {};
  return {
    kind,
    at,
    text: refusalText ?? `Query parameter '${at}' is not in the contract; the platform ignores it`,
    ...refusal,
  };
}

function misfit(name: string, value: string): Finding {
  return finding('bad-query', name, `Value [${value}] is not valid for query parameter '${name}'`);
}

function fits(shape: Shape, value: string): boolean {
  if (shape.type === 'array') return value.split(',').every((one) => fits(shape.items ?? {}, one));
  if (shape.type === 'integer') return /^-?\d+$/.test(value);
  if (shape.type === 'boolean') return value === 'true' || value === 'false';
  return shape.enum === undefined || shape.enum.some((one) => one.toLowerCase() === value.toLowerCase());
}
