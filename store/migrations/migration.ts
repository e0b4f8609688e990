/** One step of the database's shape. It runs in a transaction, once, in the order of the list. */
export interface Migration {
  /** Never changed once released: it is how the database knows what was done. */
  readonly name: string;
  up(database: MigrationContext): Promise<void>;
}

export interface MigrationContext {
  query(sql: string): Promise<void>;
}
