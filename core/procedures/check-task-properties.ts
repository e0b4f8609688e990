import type { FlowNode, ProcessGraph } from '../../engine/model/graph.ts';
import { isConfigured } from './assemble-procedure.ts';
import type { Assembly, Part } from './assemble-procedure.ts';
import { constant } from './check-model-references.ts';
import type { ChoiceField, Form } from './form.ts';
import { modelFile, placeOf } from './model-place.ts';
import type { ProblemList } from './problem-list.ts';
import type { ProcedureRule } from './procedure-rules.ts';
import { namedLetters } from './task-properties.ts';

/** Properties by which a task tells the portal what to show and do: see `docs/adding-a-procedure.md`. */
export function isTaskProperty(name: string): boolean {
  const names = ['bulk', 'reasons', 'letterField', 'lateMessage'];
  return names.includes(name) || name.startsWith(LETTER);
}

const LETTER = 'letter-';

interface Check {
  readonly assembly: Assembly;
  readonly process: ProcessGraph;
  readonly node: FlowNode;
  refuse(code: ProcedureRule, parameters?: Record<string, string>): void;
}

/** What tasks, and calls of blocks with tasks, say to the desk: answers, letters and texts that exist. */
export function checkTaskProperties(assembly: Assembly, problems: ProblemList): void {
  for (const part of assembly.parts) {
    const { process } = part;
    if (!process) continue;
    for (const node of process.nodes.values()) {
      const refuse: Check['refuse'] = (code, parameters) =>
        problems.add(modelFile(part), code, placeOf(node), parameters);
      const check = { assembly, process, node, refuse };
      if (node.properties['bulk'] !== undefined) checkBulk(check, node.properties['bulk']);
      checkLetters(check);
      checkReasons(check, part);
    }
  }
}

/** `<field>=<value>`: an answer of the task's own form that many cases may be given at once. */
function checkBulk({ assembly, node, refuse }: Check, bulk: string): void {
  const [field = '', value = ''] = bulk.split('=');
  const reference = node.userTask?.formReference;
  const form = assembly.forms.get((reference && constant(reference)) ?? '');
  if (!choicesOf(form, field).includes(value)) {
    refuse('property-invalid', { property: 'bulk', value: bulk });
  }
  const key = `${node.properties['status'] ?? ''}.bulk`;
  if (!assembly.texts.has(key)) refuse('status-text-missing', { key, property: 'bulk' });
}

/** `letterField` names the answer that chooses the letter, `letter-<answer>` its template. */
function checkLetters({ assembly, node, refuse }: Check): void {
  const field = node.properties['letterField'];
  const forms = [...assembly.forms.values()];
  if (field !== undefined && !forms.some((form) => choicesOf(form, field).length > 0)) {
    refuse('property-invalid', { property: 'letterField', value: field });
  }
  for (const [property, value] of Object.entries(node.properties)) {
    if (!property.startsWith(LETTER)) continue;
    const answer = property.slice(LETTER.length);
    const isAnswer = forms.some((form) => choicesOf(form, field ?? '').includes(answer));
    const named = namedLetters(value) ?? [];
    if (!isAnswer || named.length === 0) refuse('property-invalid', { property, value });
    for (const template of named.map((name) => `${name}.letter.hbs`)) {
      if (!assembly.templates.has(template)) refuse('template-missing', { template });
    }
  }
}

/** Every code that a decision or a script can put into the variable has its text. */
function checkReasons({ assembly, process, node, refuse }: Check, part: Part): void {
  const variable = node.properties['reasons'];
  if (variable === undefined) return;
  const declared = part.block ? [...part.block.inputs, ...part.block.optionalInputs] : [];
  const codes = assembly.parts.flatMap((one) => codesOf(one, variable));
  const isMade = [...process.nodes.values()].some((one) => variableOf(one) === variable);
  if (isConfigured(part) && !isMade && !declared.includes(variable)) {
    refuse('property-invalid', { property: 'reasons', value: variable });
  }
  for (const code of codes) {
    const key = `reason.${code}`;
    if (!assembly.texts.has(key)) refuse('status-text-missing', { key, property: 'reasons' });
  }
}

function variableOf({ decision, script }: FlowNode): string | undefined {
  return decision?.resultVariable ?? script?.resultVariable;
}

const CODE = /"([a-z][a-z0-9-]*)"/g;

function codesOf({ process, decisions }: Part, variable: string): string[] {
  const makers = [...(process?.nodes.values() ?? [])].filter(
    (node) => variableOf(node) === variable,
  );
  const sources = makers.flatMap(({ script, decision }) => {
    if (script) return [script.expression.kind === 'feel' ? script.expression.source : ''];
    const id = decision && constant(decision.decisionId);
    return decisions.flatMap(({ model }) =>
      model.elements.flatMap((element) =>
        element.kind === 'decision' && element.id === id && element.expression?.kind === 'table'
          ? element.expression.rules.flatMap(({ outputs }) => outputs.map(({ source }) => source))
          : [],
      ),
    );
  });
  return sources.flatMap((source) => [...source.matchAll(CODE)].map(([, code]) => code ?? ''));
}

function choicesOf(form: Form | undefined, field: string): string[] {
  return (form?.components ?? []).flatMap((component) =>
    isChoice(component) && component.key === field
      ? component.choices.map(({ value }) => value)
      : [],
  );
}

function isChoice(component: Form['components'][number]): component is ChoiceField {
  return component.type === 'radio' || component.type === 'select';
}
