import { expect } from 'chai';
import type { ElementState, ProcessState } from '../../../core/cases/process-state.ts';
import { awaitedMessages, hasTaken } from '../../../core/procedures/awaited-messages.ts';
import type { Procedure } from '../../../core/procedures/procedure.ts';
import { readProcesses } from '../../../engine/model/read-processes.ts';
import { bpmn, flows, message, serviceTask } from '../../support/bpmn.ts';
import { begunBy, eventSubProcess, onMessage, start } from '../../support/engine-model.ts';

const MODEL = bpmn(
  `${start()}${serviceTask('t')}${flows('s -> t')}
   ${eventSubProcess('h', `${begunBy('hs', onMessage('note'), { interrupting: false })}${serviceTask('ht')}${flows('hs -> ht')}`)}
   ${eventSubProcess('o', `${begunBy('os', onMessage('stop'))}${serviceTask('ot')}${flows('os -> ot')}`)}`,
  { rootElements: message('note', 'note-added', '= key') + message('stop', 'stopped', '= key') },
);

/** `p`, `h in p`, `hs! in h`: active, completed; where each stands. */
function processOf(...sketch: string[]): ProcessState {
  const keyOf = (id: string) => String(sketch.findIndex((one) => one.startsWith(id)) + 1);
  const elements = sketch.map((one, index): ElementState => {
    const [id = '', scope] = one.replace('!', '').split(' in ');
    return {
      key: String(index + 1),
      elementId: id,
      elementType: 'any',
      processId: 'p',
      state: one.includes('!') ? 'completed' : 'active',
      startedAtMs: 0,
      instanceKey: '1',
      ...(scope === undefined ? {} : { scopeKey: keyOf(scope) }),
    };
  });
  return {
    caseId: 'c',
    rootInstanceKey: '1',
    processId: 'p',
    bundleHash: 'b',
    state: 'active',
    startedAtMs: 0,
    elements,
    openTasks: [],
    openTimers: [],
    openIncidents: [],
  };
}

describe('messages that a case waits for, by event sub-processes', () => {
  let procedure: Procedure;
  before(async () => {
    const { processes } = await readProcesses(MODEL);
    procedure = {
      processes: new Map(processes.map((graph) => [graph.processId, graph])),
    } as unknown as Procedure;
  });
  const awaited = (...sketch: string[]) =>
    awaitedMessages(procedure, processOf(...sketch)).map((one) => one.message);

  it('are awaited while their scope is open', () => {
    expect(awaited('p', 't in p')).to.deep.equal(['note-added', 'stopped']);
  });

  it('are awaited again when the one that does not interrupt has begun, as another waiting', () => {
    const before = processOf('p', 't in p');
    const [first] = awaitedMessages(procedure, before);
    const after = processOf('p', 't in p', 'h in p', 'hs! in h', 'ht in h');
    const [second] = awaitedMessages(procedure, after);
    if (!first) throw new Error('nothing is awaited');
    expect(second?.message).to.equal('note-added');
    expect(second?.waitKey).to.not.equal(first.waitKey);
    expect(hasTaken(procedure, before, first)).to.equal(false);
    expect(hasTaken(procedure, after, first)).to.equal(true);
  });

  it('are no longer awaited when an interrupting one has begun', () => {
    expect(awaited('p', 'o in p', 'os! in o', 'ot in o')).to.deep.equal([]);
  });
});
