import type { PayloadField, PayloadMapping, PayloadNode } from '../transfer/payload-mapping.ts';
import { payloadMappingSchema } from '../transfer/payload-mapping.ts';
import type { Form, FormComponent } from './form.ts';
import type { ProblemList } from './problem-list.ts';
import type { Bundle } from './procedure.ts';
import type { ProcedureRule } from './procedure-rules.ts';
import { readLocated } from './read-config.ts';
import { fitsPattern } from './text-pattern.ts';

const FILE = 'transfer/payload.json';

/** What forms ask for, by key: a single answer, or a list with the keys of its entries. */
type Asked = ReadonlyMap<string, 'answer' | ReadonlySet<string>>;

type Path = readonly (string | number)[];

interface Check {
  readonly asked: Asked;
  /** Keys of the entries around: none outside repeated groups, all where a system said them. */
  readonly item: ReadonlySet<string> | 'anything' | undefined;
  refuse(code: ProcedureRule, path: Path, parameters: Record<string, string>): void;
}

/** Which values go into the payload of a case transfer; answers must be asked for somewhere. */
export function readPayloadMapping(
  bundle: Bundle,
  forms: ReadonlyMap<string, Form>,
  problems: ProblemList,
): PayloadMapping | undefined {
  const text = bundle.files.get(FILE);
  if (text === undefined) return undefined;
  const read = readLocated(payloadMappingSchema, FILE, text, problems);
  if (!read) return undefined;
  checkContent(read.data.content, ['content'], {
    asked: askedBy(forms),
    item: undefined,
    refuse: (code, path, parameters) =>
      problems.add(FILE, code, { line: read.json.lineOf(path) }, parameters),
  });
  return read.data;
}

/** A file field is answered by a list too (`check-uploads.ts`). */
const UPLOAD_ENTRIES = new Set(['document', 'fileName', 'mediaType', 'sizeBytes']);

function askedBy(forms: ReadonlyMap<string, Form>): Asked {
  const asked = new Map<string, 'answer' | ReadonlySet<string>>();
  for (const component of [...forms.values()].flatMap(({ components }) => components)) {
    if (component.type === 'text') continue;
    if (component.type === 'filepicker') asked.set(component.key, UPLOAD_ENTRIES);
    else if (component.type !== 'group') asked.set(component.key, 'answer');
    else asked.set(component.key, new Set(component.components.flatMap(keyOf)));
  }
  return asked;
}

function keyOf(component: FormComponent): string[] {
  return component.type === 'text' ? [] : [component.key];
}

function checkContent(content: readonly PayloadNode[], path: Path, check: Check): void {
  const seen = new Set<string>();
  for (const [index, node] of content.entries()) {
    const at = [...path, index];
    if (seen.has(node.id)) check.refuse('transfer-id-doubled', [...at, 'id'], { id: node.id });
    seen.add(node.id);
    if (node.type !== 'group') checkField(node, at, check);
    else {
      const item = node.each === undefined ? check.item : itemOf(node.each, [...at, 'each'], check);
      checkContent(node.content, [...at, 'content'], { ...check, item });
    }
  }
}

function checkField(field: PayloadField, path: Path, check: Check): void {
  const at = [...path, 'from'];
  if (findSource(field.from, at, check) instanceof Set) {
    check.refuse('transfer-answer-group', at, { path: field.from });
  }
  const pattern = 'pattern' in field ? field.pattern : undefined;
  if (pattern !== undefined && fitsPattern('', `^(?:${pattern})$`) === undefined) {
    check.refuse('transfer-pattern', [...path, 'pattern'], { pattern });
  }
}

function itemOf(each: string, path: Path, check: Check): Check['item'] {
  const source = findSource(each, path, check);
  if (source === 'answer') check.refuse('transfer-answer-unknown', path, { path: each });
  return source instanceof Set ? source : 'anything';
}

/** What stands at a path, as far as forms can tell; what systems say only a run shows. */
function findSource(from: string, path: Path, check: Check) {
  const [start, name = '', ...deeper] = from.split('.');
  if (start === 'answers') {
    const found = deeper.length === 0 ? check.asked.get(name) : undefined;
    if (found === undefined) check.refuse('transfer-answer-unknown', path, { path: from });
    return found;
  }
  if (start !== 'item' || check.item === 'anything') return undefined;
  if (check.item === undefined) check.refuse('transfer-item-outside', path, { path: from });
  else if (deeper.length > 0 || !check.item.has(name)) {
    check.refuse('transfer-answer-unknown', path, { path: from });
  }
  return undefined;
}
