/** Path templates such as `/a/{}/b`, which stand for the collections below every object of `/a`. */

const patterns = new Map<string, RegExp>();

/** Whether a template stands for a concrete path; a path without `{}` only for itself. */
export function stands(template: string, path: string): boolean {
  if (!template.includes('{}')) return template === path;
  let pattern = patterns.get(template);
  if (!pattern) {
    pattern = new RegExp(`^${template.replaceAll('{}', '[^/]+')}$`);
    patterns.set(template, pattern);
  }
  return pattern.test(path);
}

/** The concrete path of a template for the ids of those it lies below. */
export function below(template: string, ids: readonly string[]): string {
  return template.split('{}').reduce((path, part, index) => `${path}${ids[index - 1] ?? ''}${part}`);
}
