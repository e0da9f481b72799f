import type { z } from 'zod';

const shown = 3;

const describeIssue = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'unrecognized_keys') {
    const fields = issue.keys.map((key) => [...issue.path, key].map(String).join('.')).join(', ');
    return `${fields}: not known here; leave it out`;
  }
  const place = issue.path.map(String).join('.');
  return place === '' ? issue.message : `${place}: ${issue.message}`;
};

/**
 * One line that names each field that does not fit its schema (the first three of them) and what was expected there,
 * as `environment: Invalid input: expected string, received undefined`. It never repeats a value.
 */
export const describeMismatch = (error: z.ZodError): string => {
  const lines = error.issues.slice(0, shown).map(describeIssue);
  const rest = error.issues.length - lines.length;
  return [...lines, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
};
