import { expect } from 'chai';
import type { ElementState, ProcessState, TaskState } from '../../../core/cases/process-state.ts';
import { caseStatus } from '../../../core/procedures/case-status.ts';
import type { CaseStatus } from '../../../core/procedures/case-status.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import type { Locale } from '../../../core/procedures/texts.ts';
import { goodProcedure } from './bundle-files.ts';

const MAIN = 'bibliotheksgebuehr';
const DAY_MS = 86_400_000;

/** `settle > bookPayment!`: scope and element; `!` completed, else active. Scopes come first. */
interface Sketch {
  readonly elements: readonly string[];
  readonly tasks?: readonly (Partial<TaskState> & { elementId: string })[];
  readonly timers?: readonly { at: string; elementId: string; dueAtMs: number }[];
  readonly incidentAt?: string;
  readonly state?: ProcessState['state'];
}

let procedure: Procedure;

/** Element instances are named by their element ids, which are unique in these sketches. */
function stateOf(sketch: Sketch): ProcessState {
  const elements = [element(MAIN, undefined, 0), ...sketch.elements.map(toElement)];
  const common = { processId: MAIN, rootInstanceKey: '1', bundleHash: procedure.hash };
  return {
    ...common,
    caseId: 'case',
    state: sketch.state ?? 'active',
    startedAtMs: 0,
    elements,
    openTasks: (sketch.tasks ?? []).map((task) => ({
      ...common,
      key: `task-${task.elementId}`,
      elementInstanceKey: task.elementId,
      instanceKey: '1',
      state: 'open',
      candidateGroups: ['applicant'],
      priority: 50,
      createdAtMs: 0,
      ...task,
    })),
    openTimers: (sketch.timers ?? []).map(({ at, elementId, dueAtMs }) => ({
      elementId,
      elementInstanceKey: at,
      dueAtMs,
    })),
    openIncidents: sketch.incidentAt
      ? [
          {
            ...common,
            key: 'incident',
            elementId: sketch.incidentAt,
            elementInstanceKey: sketch.incidentAt,
            code: 'job-failed',
            message: 'x',
            createdAtMs: 0,
          },
        ]
      : [],
  };
}

function toElement(path: string, index: number): ElementState {
  const [id = '', scope = MAIN] = path.split(' > ').toReversed();
  return element(id, scope, index + 1);
}

function element(sketched: string, scope: string | undefined, atMs: number): ElementState {
  const key = sketched.replace(/!$/, '');
  const id = key.replace(/^process /, '');
  const node = [...procedure.processes.values()].find(({ nodes }) => nodes.has(id));
  const isDone = sketched.endsWith('!');
  return {
    key,
    elementId: id,
    elementType: node?.nodes.get(id)?.type ?? 'process',
    processId: node?.processId ?? MAIN,
    state: isDone ? 'completed' : 'active',
    startedAtMs: atMs,
    instanceKey: '1',
    ...(isDone ? { endedAtMs: atMs } : {}),
    ...(scope === undefined ? {} : { scopeKey: scope }),
  };
}

function status(sketch: Sketch | undefined, locale: Locale = 'de'): CaseStatus {
  return caseStatus(procedure, sketch && stateOf(sketch), locale, 100 * DAY_MS);
}

const IN_PAYMENT = [
  'collectFee',
  'collectFee > process collectFee',
  'process collectFee > payment',
];

interface Row {
  readonly name: string;
  readonly sketch: Sketch | undefined;
  readonly state: CaseStatus['state'];
  readonly headline: string;
  readonly turn: CaseStatus['turn'];
  readonly phase: number;
  readonly demands?: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    name: 'before the engine has taken it',
    sketch: undefined,
    state: 'received',
    headline: 'Ihr Anliegen ist eingegangen',
    turn: 'office',
    phase: 0,
  },
  {
    name: 'an own text',
    sketch: { elements: ['submitted!', 'readAccount'] },
    state: 'running',
    headline: 'Wir fragen bei der Stadtbibliothek nach',
    turn: 'office',
    phase: 0,
  },
  {
    name: 'a gateway without a text: that of the process',
    sketch: { elements: ['readAccount!', 'accountChecked'] },
    state: 'running',
    headline: 'Wir fragen bei der Stadtbibliothek nach',
    turn: 'office',
    phase: 0,
  },
  {
    name: 'a task of the citizen',
    sketch: { elements: ['readAccount!', 'chooseItems'], tasks: [{ elementId: 'chooseItems' }] },
    state: 'running',
    headline: 'Wählen Sie, was Sie bezahlen möchten',
    turn: 'citizen',
    phase: 1,
    demands: ['Posten auswählen'],
  },
  {
    name: 'a task of the staff: nothing asked of the citizen',
    sketch: {
      elements: ['settle', 'settle > bookByHand'],
      tasks: [{ elementId: 'bookByHand', candidateGroups: ['stadtbibliothek'], dueAtMs: DAY_MS }],
    },
    state: 'running',
    headline: 'Ihre Zahlung ist eingegangen',
    turn: 'office',
    phase: 3,
  },
  {
    name: 'in a sub-process without a text: that of the scope',
    sketch: { elements: ['settle', 'settle > booked'] },
    state: 'running',
    headline: 'Ihre Zahlung ist eingegangen',
    turn: 'office',
    phase: 3,
  },
  {
    name: 'in a block: its own text, the phase of the call activity',
    sketch: { elements: [...IN_PAYMENT, 'payment > awaitPayment'] },
    state: 'running',
    headline: 'Bitte bezahlen Sie',
    turn: 'citizen',
    phase: 2,
    demands: ['Jetzt bezahlen'],
  },
  {
    name: 'in a block without a text: that of the call activity',
    sketch: { elements: [...IN_PAYMENT, 'payment > paymentStart'] },
    state: 'running',
    headline: 'Wir bereiten die Zahlung vor',
    turn: 'office',
    phase: 2,
  },
  {
    name: 'parallel branches: the least advanced phase, every open demand',
    sketch: {
      elements: [
        ...IN_PAYMENT,
        'payment > awaitPayment',
        'settle',
        'settle > bookPayment',
        'chooseItems',
      ],
      tasks: [{ elementId: 'chooseItems' }],
    },
    state: 'running',
    headline: 'Wählen Sie, was Sie bezahlen möchten',
    turn: 'citizen',
    phase: 1,
    demands: ['Posten auswählen', 'Jetzt bezahlen'],
  },
  {
    name: 'branches of one phase: what waits for the citizen comes first',
    sketch: {
      elements: [...IN_PAYMENT, 'process collectFee > sendReminder', 'payment > awaitPayment'],
    },
    state: 'running',
    headline: 'Bitte bezahlen Sie',
    turn: 'citizen',
    phase: 2,
    demands: ['Jetzt bezahlen'],
  },
  {
    name: 'an incident: in progress',
    sketch: { elements: ['settle', 'settle > bookPayment'], incidentAt: 'bookPayment' },
    state: 'incident',
    headline: 'Ihr Anliegen wird bearbeitet',
    turn: 'office',
    phase: 3,
  },
  {
    name: 'an incident beside a demand: what is asked comes first',
    sketch: {
      elements: [...IN_PAYMENT, 'process collectFee > sendReminder', 'payment > awaitPayment'],
      incidentAt: 'sendReminder',
    },
    state: 'running',
    headline: 'Bitte bezahlen Sie',
    turn: 'citizen',
    phase: 2,
    demands: ['Jetzt bezahlen'],
  },
  {
    name: 'an incident in an earlier phase than a demand: its phase, and what is asked',
    sketch: {
      elements: [...IN_PAYMENT, 'payment > awaitPayment', 'sumChoice'],
      incidentAt: 'sumChoice',
    },
    state: 'running',
    headline: 'Bitte bezahlen Sie',
    turn: 'citizen',
    phase: 1,
    demands: ['Jetzt bezahlen'],
  },
  {
    name: 'an incident in one of two branches of a phase: what goes on',
    sketch: {
      elements: ['settle', 'settle > bookPayment', 'settle > postFee'],
      incidentAt: 'bookPayment',
    },
    state: 'running',
    headline: 'Ihre Zahlung ist gebucht',
    turn: 'office',
    phase: 3,
  },
  {
    name: 'the outcome of an end event',
    sketch: { elements: ['settle!', 'paid!'], state: 'completed' },
    state: 'ended',
    headline: 'Bezahlt',
    turn: 'nobody',
    phase: 3,
  },
  {
    name: 'an end in an early phase',
    sketch: { elements: ['readAccount!', 'nothingOpen!'], state: 'completed' },
    state: 'ended',
    headline: 'Es ist nichts offen',
    turn: 'nobody',
    phase: 0,
  },
  {
    name: 'a way beside the main one that ends later has no outcome',
    sketch: { elements: ['settle!', 'paid!', 'duplicateRefunded!'], state: 'completed' },
    state: 'ended',
    headline: 'Bezahlt',
    turn: 'nobody',
    phase: 3,
  },
  {
    name: 'a case that was cancelled',
    sketch: { elements: ['readAccount!'], state: 'terminated' },
    state: 'ended',
    headline: 'Ihr Anliegen wurde beendet',
    turn: 'nobody',
    phase: 0,
  },
];

describe('caseStatus', () => {
  before(async () => {
    procedure = await goodProcedure();
  });

  for (const { name, sketch, demands = [], phase, ...wanted } of ROWS) {
    it(name, () => {
      const seen = status(sketch);
      expect(seen).to.include(wanted);
      expect(seen.demands.map(({ text }) => text)).to.deep.equal(demands);
      expect(seen.phase).to.include({ index: phase, count: 4 });
    });
  }

  it('speaks the language that is asked for', () => {
    const sketch = { elements: ['chooseItems'], tasks: [{ elementId: 'chooseItems' }] };
    expect(status(sketch, 'en')).to.deep.include({
      headline: 'Choose what to pay',
      explanation: 'We have found open items at the city library.',
      next: 'Then you pay online.',
    });
  });

  it('says in words of the model why nobody has to act', () => {
    const texts = {
      ...procedure.texts,
      has: (key: string) => key === 'status.account.turn' || procedure.texts.has(key),
      get: (locale: Locale, key: string) =>
        key === 'status.account.turn' ? 'Niemand. Alles gut.' : procedure.texts.get(locale, key),
    };
    const seen = caseStatus(
      { ...procedure, texts },
      stateOf({ elements: ['submitted!', 'readAccount'] }),
      'de',
      100 * DAY_MS,
    );
    expect(seen.turnText).to.equal('Niemand. Alles gut.');
    expect(status({ elements: ['chooseItems'] })).to.not.have.property('turnText');
  });

  it('leads to the task that it asks for', () => {
    const sketch = { elements: ['chooseItems'], tasks: [{ elementId: 'chooseItems' }] };
    expect(status(sketch).demands[0]).to.include({ taskKey: 'task-chooseItems' });
    const paying = { elements: [...IN_PAYMENT, 'payment > awaitPayment'] };
    expect(status(paying).demands[0]).to.include({ payment: true });
  });

  it('knows by when: timers around the element that are deadlines, and no others', () => {
    const sketch = {
      elements: [...IN_PAYMENT, 'payment > awaitPayment'],
      timers: [
        { at: 'payment', elementId: 'remindTimer', dueAtMs: 7 * DAY_MS },
        { at: 'payment', elementId: 'expireTimer', dueAtMs: 14 * DAY_MS },
        { at: 'elsewhere', elementId: 'expireTimer', dueAtMs: DAY_MS },
      ],
    };
    expect(status(sketch).dueAtMs).to.equal(14 * DAY_MS - 1);
    expect(status(sketch).demands[0]?.dueAtMs).to.equal(14 * DAY_MS - 1);
  });

  it('does not show the due date of a task of the staff', () => {
    const task = { elementId: 'bookByHand', candidateGroups: ['stadtbibliothek'], dueAtMs: DAY_MS };
    const seen = status({ elements: ['settle', 'settle > bookByHand'], tasks: [task] });
    expect(seen.dueAtMs).to.equal(undefined);
  });

  it('shows phases behind, here and ahead', () => {
    const states = (sketch: Sketch): string[] => status(sketch).phases.map(({ state }) => state);
    expect(states({ elements: ['chooseItems'] })).to.deep.equal([
      'done',
      'current',
      'upcoming',
      'upcoming',
    ]);
    const whole = ['chooseItems!', 'collectFee!', 'settle!', 'paid!'];
    expect(states({ elements: whole, state: 'completed' })).to.deep.equal(Array(4).fill('done'));
    expect(states({ elements: ['nothingOpen!'], state: 'completed' })).to.deep.equal([
      'done',
      'skipped',
      'skipped',
      'skipped',
    ]);
  });

  it('shows nothing as done where the case has not been', () => {
    const states = (sketch: Sketch): string[] => status(sketch).phases.map(({ state }) => state);
    expect(states({ elements: ['chooseItems!', 'settle'] })).to.deep.equal([
      'done',
      'done',
      'skipped',
      'current',
    ]);
    expect(states({ elements: ['settle!', 'paid!'], state: 'completed' })).to.deep.equal([
      'done',
      'skipped',
      'skipped',
      'done',
    ]);
  });

  it('has no phase under way and none to come once a case only comes to its end', () => {
    const nodes = new Map(procedure.processes.get(MAIN)?.nodes);
    const settle = nodes.get('settle');
    if (!settle) throw new Error('no settle');
    nodes.set('settle', { ...settle, properties: { ...settle.properties, phase: 'closing' } });
    const main = procedure.processes.get(MAIN);
    if (!main) throw new Error('no process');
    const processes = new Map(procedure.processes).set(MAIN, { ...main, nodes });
    const sketch = { elements: ['chooseItems!', 'settle', 'settle > bookPayment'] };
    const closing = { ...procedure, processes };
    const seen = caseStatus(closing, stateOf(sketch), 'de', 100 * DAY_MS);
    expect(seen.phase).to.include({ index: 1 });
    expect(seen.phases.map(({ state }) => state)).to.deep.equal([
      'done',
      'done',
      'skipped',
      'skipped',
    ]);
  });

  it('tells what happened, in order; what was broken off did not', () => {
    const sketch = { elements: ['readAccount!', 'correctNumber', 'readAccount2', 'chooseItems!'] };
    expect(status(sketch).history).to.deep.equal([
      { text: 'Bei der Stadtbibliothek nachgefragt', atMs: 1 },
      { text: 'Posten ausgewählt', atMs: 4 },
    ]);
  });

  it('survives elements that the model does not have', () => {
    expect(status({ elements: ['gone', 'gone > insideGone'] }).headline).to.equal(
      'Wir fragen bei der Stadtbibliothek nach',
    );
  });
});
