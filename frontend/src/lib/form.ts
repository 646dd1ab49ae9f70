import type { FieldValues, Path, UseFormSetError } from 'react-hook-form';

/** What the server says is wrong with an input: where, and in words. */
export interface Problem {
  code: string;
  message: string;
  path?: readonly string[] | null;
}

/**
 * Puts each problem at the field it is about. What is about none of `fields` is returned, to be shown above the form.
 */
export function place<Values extends FieldValues>(
  problems: readonly Problem[],
  fields: readonly Path<Values>[],
  setError: UseFormSetError<Values>,
): Problem[] {
  const rest: Problem[] = [];
  for (const problem of problems) {
    const field = fields.find((name) => problem.path?.includes(name));
    if (field) setError(field, { type: problem.code, message: problem.message }, { shouldFocus: true });
    else rest.push(problem);
  }
  return rest;
}

/** Where to go after signing in: a page of ours, whatever a link says. */
export function safeTarget(to: unknown): string {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : '/';
}
