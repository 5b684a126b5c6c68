import type { ErrorObject } from 'ajv/dist/2020.js';
import { type Diagnostic, throwErrors } from '../diagnostics.ts';
import { didYouMean } from '../nearest.ts';
import type { ProjectFile } from '../project.ts';
import { contractMethods, type FaultPlan, operationIds } from '../sandbox/index.ts';
import { listed, quote } from '../yaml/finding.ts';
import { child, jsonOf, keyAt, type Node, type ScalarNode } from '../yaml/node.ts';
import { parseYaml } from '../yaml/parse.ts';
import {
  type Schema,
  schemaFile,
  schemaFindings,
  unknownKey,
  withoutFollowUps,
} from '../yaml/schema-check.ts';
import { readText } from '../yaml/text.ts';

const faultsSchema: Schema = { key: 'faults', read: () => schemaFile('faults.schema.json') };

/**
 * The fault plan of a YAML or JSON file.
 * @throws ChangesetError with every problem of the file
 */
export function readFaults({ name, bytes }: ProjectFile): FaultPlan {
  const source = readText(name, bytes);
  if ('severity' in source) return refused([source]);
  const { root, diagnostics: parsed } = parseYaml(source);
  const explain = (error: ErrorObject, node: Node): Diagnostic | undefined => explained(error, node, root);
  const findings = withoutFollowUps(parsed, root ? schemaFindings(root, faultsSchema, explain) : []);
  if (!root || findings.length > 0) return refused(findings);
  const rules = child(root, 'faults');
  refused(rules?.kind === 'list' ? rules.items.flatMap(strangers) : []);
  return (jsonOf(root) as unknown as { readonly faults: FaultPlan }).faults;
}

function refused(findings: readonly Diagnostic[]): FaultPlan {
  throwErrors(listed(findings));
  return [];
}

function explained(error: ErrorObject, node: Node, root: Node | undefined): Diagnostic | undefined {
  const { keyword, instancePath, parentSchema } = error;
  if (keyword === 'false schema') {
    const key = root && keyAt(root, instancePath);
    const message = `${quote(key?.text ?? '')} does not go with the other fault here.`;
    return problem('fault.several', message, key ?? node, 'A rule has one fault: write a rule for each.');
  }
  if (keyword !== 'anyOf' || node.kind !== 'map' || !parentSchema?.['properties']) return undefined;
  const known = Object.keys(parentSchema['properties']);
  const additionalProperty = [...node.entries.keys()].find((key) => !known.includes(key));
  if (additionalProperty !== undefined) return unknownKey({ ...error, params: { additionalProperty } }, node);
  return problem('fault.missing', 'This does not say what happens.', node, parentSchema['errorMessage']);
}

/** Rules about what the API does not have, or the sandbox does not serve, would never strike. */
function strangers(rule: Node): Diagnostic[] {
  const when = child(rule, 'when');
  const [operation, path, edited] = [
    child(when, 'operationId'),
    child(when, 'path'),
    child(child(child(rule, 'do'), 'edit'), 'path'),
  ].map((node) => (node?.kind === 'scalar' && typeof node.value === 'string' ? node : undefined));
  const findings: Diagnostic[] = [];
  if (operation && !operationIds().includes(operation.text)) {
    const message = `The sandbox has no operation ${quote(operation.text)}.`;
    findings.push(problem('fault.operation', message, operation, didYouMean(operation.text, operationIds())));
  }
  if (path && !path.text.endsWith('/*') && !isKnown(path)) {
    findings.push(strange(path, 'For all that begin so, write  /*  at the end.'));
  }
  if (edited && !isKnown(edited)) findings.push(strange(edited));
  return findings;
}

function isKnown({ text }: ScalarNode): boolean {
  return contractMethods(text).length > 0;
}

function strange(node: ScalarNode, hint?: string): Diagnostic {
  return problem('fault.path', `The API has no path ${quote(node.text)}.`, node, hint);
}

function problem(code: string, message: string, { at }: Node, hint?: string): Diagnostic {
  return { severity: 'error', code, message, ...(hint ? { hint } : {}), at };
}
