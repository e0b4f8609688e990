import { publishedSchemas } from '../published-schemas.ts';

/** The bodies of the library's API, as they stand in `schemas/`. */
export const librarySchemas = publishedSchemas(new URL('./schemas/', import.meta.url), [
  'account',
  'invoice',
  'booking-request',
  'booking',
  'problem',
]);
