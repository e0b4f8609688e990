import { expect } from 'chai';
import { join } from 'node:path';
import { startVariables } from '../../api/services/main-process.ts';
import { processData } from '../../api/services/process-data.ts';
import { STAFF_ANSWERS, staffAnswersOf } from '../../core/cases/staff-answers.ts';
import { localDay } from '../../core/i18n/format.ts';
import type { JsonObject } from '../../core/json.ts';
import { daysBetween } from '../../core/law/deadline.ts';
import { APPLICANT_GROUP } from '../../core/procedures/active-steps.ts';
import type { Uploads } from '../../core/procedures/check-uploads.ts';
import { uploadsByField } from '../../core/procedures/check-uploads.ts';
import type { Form } from '../../core/procedures/form.ts';
import { checkAnswers } from '../../core/procedures/form-check.ts';
import type { RawFields } from '../../core/procedures/check-field.ts';
import { makeProblemList } from '../../core/procedures/problem-list.ts';
import type { Bundle, Procedure } from '../../core/procedures/procedure.ts';
import { readProcedure } from '../../core/procedures/read-procedure.ts';
import { readScenarios } from '../../core/procedures/read-scenarios.ts';
import type { Scenario, ScenarioExpectation } from '../../core/procedures/scenario.ts';
import { describeTopics } from '../../core/procedures/topic.ts';
import type { ProcessGraph } from '../../engine/model/graph.ts';
import { describeProblem } from '../../engine/model/problem.ts';
import type { LoadedModels } from '../../engine/interpreter/index.ts';
import { readProcedureFolders } from '../../store/procedures/read-procedure-folder.ts';
import { workers } from '../../workers/index.ts';
import { procedureChecks } from '../support/procedure-checks.ts';
import { renderDue } from './render-due.ts';
import type { Said } from './render-due.ts';
import { loadBundle, runScenario } from './run-scenario.ts';
import type { Standing } from './run-scenario.ts';

const PROCESSES = join(import.meta.dirname, '../../processes');

const { bundles, problems } = await readProcedureFolders(PROCESSES);

describe('procedures', () => {
  it('can all be read from their folders', () => {
    expect(problems).to.deep.equal([]);
    expect(bundles.map(({ key }) => key)).to.include('bibliotheksgebuehr');
  });

  for (const bundle of bundles) describe(bundle.key, () => describeProcedure(bundle));

  // A describe of its own, after the others: the tests of a describe run before those inside it.
  describe('together', () => {
    it('visit every element and every flow of the blocks', () => {
      expect(inBlocks.all).to.not.be.empty;
      expect(unvisited(inBlocks), 'unvisited elements').to.deep.equal([]);
    });

    it('write every mail and letter of the blocks', () => {
      expect(unvisited(ofBlocks)).to.deep.equal([MONEY_BACK]);
    });
  });
});

/** Elements and flows of all blocks that are called, and what the scenarios of all visit. */
const inBlocks = { all: new Set<string>(), visited: new Set<string>() };

/** The same for the mails and letters of the blocks. */
const ofBlocks: typeof inBlocks = { all: new Set(), visited: new Set() };
/** A worker writes it, no process: `templates.test.ts` does. */
const MONEY_BACK = '_building-blocks/collect-fee/templates/money-back.mail.hbs';

function unvisited({ all, visited }: typeof inBlocks): string[] {
  return [...all].filter((element) => !visited.has(element));
}

function describeProcedure(bundle: Bundle): void {
  const scenarios = [...readScenarios(bundle, makeProblemList())];
  const visited = new Set<string>();
  const written = new Set<string>();
  let procedure: Procedure;
  let models: LoadedModels;

  before(async () => {
    models = await loadBundle(bundle);
    const read = await readProcedure(bundle, describeTopics(workers), procedureChecks);
    expect(read.problems.map(describeProblem)).to.deep.equal([]);
    if (!read.procedure) throw new Error('no procedure');
    procedure = read.procedure;
  });

  for (const [file, scenario] of scenarios) {
    it(`${file}: ${scenario.title}`, async () => {
      const standing = await play(procedure, models, scenario, written);
      for (const line of standing.run.history) visited.add(`${line.process} ${line.elementId}`);
    });
  }

  it('visits every element and every flow of its model', () => {
    const [own, ...blocks] = [...procedure.processes.values()];
    for (const element of blocks.flatMap(elementsOf)) inBlocks.all.add(element);
    for (const element of visited) inBlocks.visited.add(element);
    const all = new Set(own ? elementsOf(own) : []);
    expect(unvisited({ all, visited }), 'unvisited elements').to.deep.equal([]);
  });

  it('writes every mail and letter of its own', () => {
    const all = [...procedure.templates.keys()];
    const own = all.filter((path) => path.startsWith('templates/'));
    for (const path of all) if (!own.includes(path)) ofBlocks.all.add(path);
    for (const path of written) ofBlocks.visited.add(path);
    expect(own.filter((path) => !written.has(path))).to.deep.equal([]);
  });
}

function elementsOf({ processId, nodes, flows }: ProcessGraph): string[] {
  return [...nodes.keys(), ...flows.keys()].map((id) => `${processId} ${id}`);
}

/**
 * Plays a scenario step by step, compares what it expects and writes what is to be sent; answers
 * where it ends.
 */
async function play(
  procedure: Procedure,
  models: LoadedModels,
  scenario: Scenario,
  written: Set<string>,
): Promise<Standing> {
  const answers = startAnswers(procedure, scenario);
  const start = Object.assign(startVariables(procedure, 'case', answers), scenario.settings);
  const after = (steps: number) => runScenario(procedure, models, scenario, start, steps);
  const said = { answers, facts: (scenario.facts ?? {}) as JsonObject };
  let standing = after(0);
  const writeDue = async (when: string): Promise<void> => {
    const due = await renderDue(procedure, standing, said, when);
    for (const template of due) written.add(template);
  };
  compare(standing, scenario.begin ?? {}, 'begin');
  await writeDue('begin');
  for (const [index, step] of scenario.steps.entries()) {
    const when = `step ${index + 1}`;
    if (step.answers) checkTaskAnswers(procedure, standing, index, { step, said });
    standing = after(index + 1);
    if (step.expect) compare(standing, step.expect, when);
    await writeDue(when);
  }
  const end = standing;
  expect(end.run.result.problems, 'problems').to.deep.equal([]);
  compare(end, scenario.end, 'end');
  return end;
}

function startAnswers(procedure: Procedure, scenario: Scenario): JsonObject {
  const answers: JsonObject = {};
  for (const step of procedure.config.steps) {
    const facts = (scenario.facts ?? {}) as JsonObject;
    const context = { answers, facts };
    Object.assign(answers, checkForm(procedure, step, scenario.answers ?? {}, context));
  }
  return answers;
}

/** The answers fit the form of the open task, and the step's variables are what comes of them. */
function checkTaskAnswers(
  procedure: Procedure,
  before: Standing,
  index: number,
  { step, said }: { step: Scenario['steps'][number]; said: Said },
): void {
  const id = 'complete' in step ? step.complete : '';
  const task = before.openTasks.find(({ elementId }) => elementId === id);
  expect(task?.formReference, `step ${index + 1}: open task ${id}`).to.be.a('string');
  const form = task?.formReference ?? '';
  const answers = checkForm(procedure, form, step.answers ?? {}, said);
  expect(step.variables ?? {}, `step ${index + 1}: variables`).to.deep.equal(
    processData(procedure, answers),
  );
  if (task?.candidateGroups.includes(APPLICANT_GROUP))
    said.answers = { ...said.answers, ...answers };
  else {
    const staff = { ...staffAnswersOf(said.facts), ...answers };
    said.facts = { ...said.facts, [STAFF_ANSWERS]: staff };
  }
}

function checkForm(procedure: Procedure, name: string, raw: RawFields, said: Said): JsonObject {
  const form = procedure.forms.get(name);
  if (!form) throw new Error(`no form ${name}`);
  const { texts } = procedure;
  const uploads = uploadsOf(form, raw);
  const checked = checkAnswers(form, raw, { ...said, texts, locale: 'de', nowMs: 0, uploads });
  expect(checked.errors, name).to.deep.equal([]);
  return checked.answers;
}

/** A file field is answered in a scenario by the names of its files. */
function uploadsOf(form: Form, raw: RawFields): Uploads {
  const files = form.components.flatMap((component) => {
    if (component.type !== 'filepicker') return [];
    return [raw[component.key] ?? []].flat().map((fileName) => ({
      id: fileName,
      component: component.key,
      fileName,
      mediaType: 'application/pdf',
      sizeBytes: 1,
    }));
  });
  return uploadsByField(files);
}

function compare(standing: Standing, wanted: ScenarioExpectation, when: string): void {
  const { status } = standing;
  const seen: Record<string, unknown> = {
    ...status,
    phase: status.phase.label,
    demands: status.demands.map(({ text }) => text),
    history: status.history.map(({ text }) => text),
    waiting: [...standing.waiting].sort(),
    ...(status.dueAtMs === undefined
      ? {}
      : { dueInDays: daysBetween(localDay(standing.nowMs), localDay(status.dueAtMs)) }),
  };
  const { jobs = {}, variables = {}, waiting, ...plain } = wanted;
  for (const [name, value] of Object.entries(plain)) {
    expect(seen[name], `${when}: ${name}`).to.deep.equal(value);
  }
  if (waiting) expect(seen['waiting'], `${when}: waiting`).to.deep.equal([...waiting].sort());
  for (const [id, input] of Object.entries(jobs)) {
    expect([...standing.jobs.keys()], `${when}: open jobs`).to.include(id);
    expect(subset(standing.jobs.get(id), input), `${when}: ${id}`).to.deep.equal(input);
  }
  const { variables: root } = standing.run.result;
  expect(subset(root, variables), `${when}: variables`).to.deep.equal(variables);
}

function subset(values: object | undefined, names: object): Record<string, unknown> {
  const all = { ...values } as Record<string, unknown>;
  return Object.fromEntries(Object.keys(names).map((name) => [name, all[name]]));
}
