import { memberOf, type JsonObject, type JsonValue } from '../json.ts';
import type { NamedPerson } from '../persons/match-person.ts';
import type { ValueProblem } from './field-value.ts';
import { writeValue } from './field-value.ts';
import { payloadNames } from './payload-names.ts';
import type {
  Occurs,
  PayloadField,
  PayloadGroup,
  PayloadMapping,
  PayloadNode,
} from './payload-mapping.ts';
import type { Xml } from './xml.ts';
import { element, escapeText } from './xml.ts';

/** Where the values of a payload come from. */
export interface PayloadSource {
  readonly answers: JsonObject;
  readonly facts: JsonObject;
  /** Who applies, by the names that are best known; not whatever somebody typed in. */
  readonly person?: NamedPerson | undefined;
  /** Ids of enclosures by the name of the document in the case. */
  readonly enclosures: ReadonlyMap<string, string>;
}

/** A value that does not fit the schema; it is named by its element, never shown. */
export interface PayloadProblem {
  readonly element: string;
  readonly code: ValueProblem | 'missing' | 'too-many' | 'not-one-of' | 'not-a-list';
}

export type MadePayload =
  | { readonly ok: true; readonly xml: string }
  | { readonly ok: false; readonly problems: readonly PayloadProblem[] };

/** What was written of a group's content, and what is wrong with it. */
interface Written {
  readonly elements: readonly Xml[];
  readonly problems: readonly PayloadProblem[];
}

interface Scope extends PayloadSource {
  readonly item?: JsonValue;
  readonly name: (node: PayloadNode) => string;
}

/**
 * The domain data of a case as FIM's stylesheet for XFall lays it out: a root element that declares
 * its namespace, so that the text is a document of its own wherever it stands.
 */
export function makePayload(mapping: PayloadMapping, source: PayloadSource): MadePayload {
  const { root, namespace, nameOf } = payloadNames(mapping);
  const written = writeContent(mapping, root, { ...source, name: nameOf });
  if (written.problems.length > 0) return { ok: false, problems: written.problems };
  return { ok: true, xml: element(root, { xmlns: namespace }, written.elements) };
}

function writeContent(
  { content, choice }: Pick<PayloadGroup, 'content' | 'choice'>,
  parent: string,
  scope: Scope,
): Written {
  const children = content.map((node) =>
    node.type === 'group' ? writeGroups(node, scope) : writeField(node, scope),
  );
  if (!choice) return join(children);
  // That the others are absent is no problem here.
  const [chosen, ...more] = children.filter(({ elements }) => elements.length > 0);
  const faults = children
    .filter((child) => child !== chosen)
    .flatMap(({ problems }) => problems.filter(({ code }) => !isAbsence(code)));
  if (!chosen || more.length > 0) faults.push({ element: parent, code: 'not-one-of' });
  const { elements = [], problems = [] } = chosen ?? {};
  return { elements, problems: [...problems, ...faults] };
}

function writeGroups(group: PayloadGroup, scope: Scope): Written {
  const name = scope.name(group);
  if (group.each === undefined) return checkCount(group.occurs, name, writeGroup(group, scope));
  const items = valueAt(group.each, scope) ?? [];
  if (!Array.isArray(items))
    return { elements: [], problems: [{ element: name, code: 'not-a-list' }] };
  const groups = items.map((item: JsonValue) => writeGroup(group, { ...scope, item }));
  return checkCount(group.occurs, name, join(groups));
}

/** A group that may be absent and has nothing to say is absent, whatever it would demand. */
function writeGroup(group: PayloadGroup, scope: Scope): Written {
  const name = scope.name(group);
  const { elements, problems } = writeContent(group, name, scope);
  const isEmpty = elements.length === 0 && problems.every(({ code }) => isAbsence(code));
  if (isEmpty && group.occurs.min === 0) return { elements: [], problems: [] };
  return { elements: [element(name, {}, elements)], problems };
}

function isAbsence(code: PayloadProblem['code']): boolean {
  return code === 'missing' || code === 'not-one-of';
}

function writeField(field: PayloadField, scope: Scope): Written {
  const name = scope.name(field);
  const elements: Xml[] = [];
  const problems: PayloadProblem[] = [];
  for (const value of valuesOf(field, scope)) {
    const written = writeValue(field, value);
    if ('problem' in written) problems.push({ element: name, code: written.problem });
    else elements.push(element(name, {}, [escapeText(written.text)]));
  }
  return problems.length > 0
    ? { elements, problems }
    : checkCount(field.occurs, name, { elements, problems });
}

function checkCount({ min, max }: Occurs, name: string, written: Written): Written {
  const count = written.elements.length;
  const code = count < min ? 'missing' : count > max ? 'too-many' : undefined;
  return code === undefined
    ? written
    : { ...written, problems: [...written.problems, { element: name, code }] };
}

/** Lists are several values; what was left empty is none. */
function valuesOf(field: PayloadField, scope: Scope): JsonValue[] {
  const value = valueAt(field.from, scope);
  const values: readonly JsonValue[] = Array.isArray(value) ? value : [value ?? null];
  return values.filter((one) => one !== null && one !== '');
}

function valueAt(path: string, scope: Scope): JsonValue | undefined {
  const [start = '', ...names] = path.split('.');
  if (start === 'documents') return scope.enclosures.get(names.join('.'));
  const roots: Record<string, JsonValue | undefined> = {
    answers: scope.answers,
    facts: scope.facts,
    person: scope.person && { ...scope.person },
    item: scope.item,
  };
  return names.reduce<JsonValue | undefined>(memberOf, roots[start]);
}

function join(parts: readonly Written[]): Written {
  return {
    elements: parts.flatMap(({ elements }) => elements),
    problems: parts.flatMap(({ problems }) => problems),
  };
}
