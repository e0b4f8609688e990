import type { ProcessGraph } from '../../engine/model/graph.ts';
import type { Diagram } from './diagram.ts';
import type { Form } from './form.ts';
import type { PayloadMapping } from '../transfer/payload-mapping.ts';
import type { ProcedureConfig } from './procedure-config.ts';
import type { Texts } from './texts.ts';

/**
 * An immutable version of a procedure: the whole folder plus the building blocks that it uses.
 * Paths are relative (`process.bpmn`, `forms/ausweis.form`, `_building-blocks/collect-fee/process.bpmn`).
 */
export interface Bundle {
  readonly key: string;
  /** SHA-256 over the sorted paths and contents, hex. */
  readonly hash: string;
  readonly files: ReadonlyMap<string, string>;
}

/** A bundle, read and checked once. */
export interface Procedure {
  readonly key: string;
  readonly hash: string;
  readonly bundle: Bundle;
  readonly config: ProcedureConfig;
  /** By process id: the procedure's own process and the blocks. */
  readonly processes: ReadonlyMap<string, ProcessGraph>;
  /** By name without ending: `forms/ausweis`. Blocks: `_building-blocks/collect-fee/forms/x`. */
  readonly forms: ReadonlyMap<string, Form>;
  readonly texts: Texts;
  /** Templates (letters, mails) of the procedure and its blocks: path → Handlebars source. */
  readonly templates: ReadonlyMap<string, string>;
  /** The payload of case transfers, when `transfer/payload.json` says one. */
  readonly payload?: PayloadMapping;
  /** How its own process is drawn. */
  readonly diagram?: Diagram;
}

/** Where procedures are found while the house runs. */
export interface ProcedureCatalogue {
  /** The newest version of each procedure that is offered. */
  current(): readonly Procedure[];
  currentByKey(key: string): Procedure | undefined;
  /** Any version that a draft or case is pinned to. */
  byHash(hash: string): Promise<Procedure | undefined>;
}
