/** What somebody who works for the city may be, as the identity provider names it. */
export const STAFF_ROLES = ['clerk', 'supervisor', 'enforcement', 'operator'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** Roles that nobody here knows open nothing. */
export function hasRole(roles: readonly string[], wanted: readonly StaffRole[]): boolean {
  return wanted.some((role) => roles.includes(role));
}
