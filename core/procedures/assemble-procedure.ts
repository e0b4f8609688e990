import type { ProcessGraph } from '../../engine/model/graph.ts';
import type { PayloadMapping } from '../transfer/payload-mapping.ts';
import { readDecisions } from '../../engine/model/dmn/read-decisions.ts';
import type { DecisionModel } from '../../engine/model/dmn/decision-model.ts';
import { readProcesses } from '../../engine/model/read-processes.ts';
import { BLOCKS_FOLDER, folderOf } from './bundle.ts';
import { readDiagram } from './diagram.ts';
import type { Form } from './form.ts';
import { makeTexts } from './make-texts.ts';
import type { ProblemList } from './problem-list.ts';
import { blockConfigSchema, procedureConfigSchema } from './procedure-config.ts';
import type { BlockConfig, ProcedureConfig } from './procedure-config.ts';
import type { Bundle, Procedure } from './procedure.ts';
import { readConfig } from './read-config.ts';
import { formName, readForm } from './read-form.ts';
import { readPayloadMapping } from './read-payload-mapping.ts';
import { readTextFile } from './read-texts.ts';
import type { TextFile } from './read-texts.ts';
import type { Locale, Texts } from './texts.ts';
import { LOCALES, PLAIN_GERMAN } from './texts.ts';

/** The folder of the procedure or of a block, with everything in it read. */
export interface Part {
  /** Path of the folder in the bundle: empty, or `_building-blocks/<name>/`. */
  readonly folder: string;
  readonly config: ProcedureConfig | undefined;
  readonly block: BlockConfig | undefined;
  readonly process: ProcessGraph | undefined;
  readonly decisions: readonly { file: string; model: DecisionModel }[];
  readonly texts: ReadonlyMap<Locale, TextFile>;
}

/** Of the procedure or of a block. */
export function hasDecision(parts: readonly Part[], decisionId: string): boolean {
  return parts.some(({ decisions }) =>
    decisions.some(({ model }) => model.elements.some(({ id }) => id === decisionId)),
  );
}

/** Without `procedure.json` or `block.json` one cannot say what the models may name and read. */
export function isConfigured({ config, block }: Part): boolean {
  return config !== undefined || block !== undefined;
}

export interface Assembly {
  readonly bundle: Bundle;
  /** The procedure's own folder comes first. */
  readonly parts: readonly Part[];
  readonly forms: ReadonlyMap<string, Form>;
  readonly texts: Texts;
  readonly templates: ReadonlyMap<string, string>;
  readonly payload: PayloadMapping | undefined;
}

/** Reads every file of a bundle by itself; how they fit together is checked elsewhere. */
export async function assemble(bundle: Bundle, problems: ProblemList): Promise<Assembly> {
  const folders = [...new Set(['', ...[...bundle.files.keys()].map(folderOf)])].sort();
  const parts = await Promise.all(folders.map((folder) => readPart(bundle, folder, problems)));
  const files = [...bundle.files];
  const forms = files.flatMap(([path, text]) => {
    const form = path.endsWith('.form') ? readForm(path, text, problems) : undefined;
    return form ? [[formName(path), form] as const] : [];
  });
  return {
    bundle,
    parts,
    forms: new Map(forms),
    texts: joinTexts(parts),
    templates: new Map(files.filter(([path]) => path.endsWith('.hbs'))),
    payload: readPayloadMapping(bundle, new Map(forms), problems),
  };
}

async function readPart(bundle: Bundle, folder: string, problems: ProblemList): Promise<Part> {
  const isBlock = folder.startsWith(BLOCKS_FOLDER);
  const { files } = bundle;
  const [own, blocks] = [`${folder}procedure.json`, `${folder}block.json`];
  return {
    folder,
    config: isBlock ? undefined : readConfig(procedureConfigSchema, own, files.get(own), problems),
    block: isBlock ? readConfig(blockConfigSchema, blocks, files.get(blocks), problems) : undefined,
    process: await readModel(`${folder}process.bpmn`, files, problems),
    decisions: readTables(bundle, folder, problems),
    texts: readLanguages(bundle, folder, problems),
  };
}

async function readModel(
  file: string,
  files: ReadonlyMap<string, string>,
  problems: ProblemList,
): Promise<ProcessGraph | undefined> {
  const xml = files.get(file);
  if (xml === undefined) {
    problems.add(file, 'file-missing', {}, { path: file });
    return undefined;
  }
  const read = await readProcesses(xml, file);
  problems.addAll(read.problems);
  const [process, ...others] = read.processes;
  // Without any, the reader has said so.
  if (others.length > 0) {
    const line = others[0]?.root.line;
    problems.add(
      file,
      'model-one-process',
      { ...(line === undefined ? {} : { line }) },
      { count: read.processes.length },
    );
  }
  return process;
}

function readTables(bundle: Bundle, folder: string, problems: ProblemList): Part['decisions'] {
  return [...bundle.files].flatMap(([file, xml]) => {
    if (folderOf(file) !== folder || !file.endsWith('.dmn')) return [];
    const read = readDecisions(xml, file);
    problems.addAll(read.problems);
    return read.decisions ? [{ file, model: read.decisions }] : [];
  });
}

function readLanguages(bundle: Bundle, folder: string, problems: ProblemList): Part['texts'] {
  const found = LOCALES.flatMap((locale) => {
    const file = `${folder}texts/${locale}.json`;
    const text = bundle.files.get(file);
    if (text === undefined) {
      if (locale !== PLAIN_GERMAN) problems.add(file, 'file-missing', {}, { path: file });
      return [];
    }
    const read = readTextFile(file, text, problems);
    return read ? [[locale, read] as const] : [];
  });
  return new Map(found);
}

/** The procedure's texts count before those of its blocks: that is how it overrides them. */
function joinTexts(parts: readonly Part[]): Texts {
  const layers = LOCALES.map((locale) => {
    const maps = parts.flatMap(({ texts }) => texts.get(locale)?.texts ?? []);
    return [locale, maps] as const;
  });
  return makeTexts(new Map(layers));
}

/** The procedure, when everything that it consists of could be read. */
export function toProcedure(assembly: Assembly): Procedure | undefined {
  const { bundle, parts, forms, texts, templates, payload } = assembly;
  const config = parts[0]?.config;
  const processes = parts.flatMap(({ process }) => process ?? []);
  if (!config || processes.length < parts.length) return undefined;
  const blocks = parts.flatMap(({ block }) => block ?? []);
  const diagram = readDiagram(bundle.files.get('process.bpmn') ?? '');
  const processData = Object.assign({}, ...blocks.map((block) => block.processData)) as object;
  return {
    key: bundle.key,
    hash: bundle.hash,
    bundle,
    config: { ...config, processData: { ...processData, ...config.processData } },
    processes: new Map(processes.map((process) => [process.processId, process])),
    forms,
    texts,
    templates,
    ...(payload ? { payload } : {}),
    ...(diagram ? { diagram } : {}),
  };
}
