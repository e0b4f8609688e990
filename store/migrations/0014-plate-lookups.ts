import type { Migration } from './migration.ts';

/**
 * Permits by the plate that stands on them, also where many may use the vehicle; and a log of who
 * has looked one up, each row holding on to the one before it.
 */
export const plateLookups: Migration = {
  name: '0014-plate-lookups',
  up: ({ query }) =>
    query(`
      alter table issued_document add column plate_mac text;
      create index issued_document_plate on issued_document (plate_mac)
        where plate_mac is not null;
      create table plate_lookup (
        sequence integer primary key,
        at_ms bigint not null,
        actor text not null,
        reason text not null,
        plate_mac text not null,
        found integer not null,
        hash text not null
      );
    `),
};
