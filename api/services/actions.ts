import type { Actor, CaseChange, CaseFile } from '../../core/cases/case-file.ts';
import type { ReadModel } from '../../core/cases/process-state.ts';
import { changeOnce } from '../../core/cases/change-once.ts';
import type { CaseRepository } from '../../core/cases/repositories.ts';
import { withStaffAnswers } from '../../core/cases/staff-answers.ts';
import { asObject, type JsonObject } from '../../core/json.ts';
import {
  offeredActions,
  TAKEN_ACTIONS,
  takenActions,
  takenFor,
} from '../../core/procedures/case-actions.ts';
import type { OfferedAction, TakenAction } from '../../core/procedures/case-actions.ts';
import type { CaseAction } from '../../core/procedures/procedure-config.ts';
import type { Procedure } from '../../core/procedures/procedure.ts';
import type { Clock } from '../../core/clock.ts';
import { processData } from './process-data.ts';

export type ActionSide = CaseAction['by'][number];

/** Actions on a case: withdraw, report a loss, … (`actions` of `procedure.json`). */
export interface ActionService {
  /** Those that the process waits for at this moment. */
  offered(file: CaseFile, procedure: Procedure, side: ActionSide): Promise<OfferedAction[]>;
  /** What became of those taken before. */
  taken(file: CaseFile, procedure: Procedure): Promise<TakenAction[]>;
  /**
   * Message, answers and audit in one transaction. `false` when it was taken already: the answers
   * of the second click are not kept.
   */
  take(
    file: CaseFile,
    procedure: Procedure,
    offered: OfferedAction,
    answers: JsonObject,
    by: { readonly side: ActionSide; readonly actor: Actor },
  ): Promise<boolean>;
}

export function makeActionService(ports: {
  readonly cases: CaseRepository;
  readonly readModel: ReadModel;
  readonly clock: Clock;
}): ActionService {
  const { cases, readModel, clock } = ports;
  return {
    async offered(file, procedure, side) {
      return offeredActions(procedure, await readModel.processState(file.id), file, side);
    },
    async taken(file, procedure) {
      return takenActions(procedure, await readModel.processState(file.id), file);
    },
    take: (file, procedure, offered, answers, by) =>
      changeOnce(cases, file.id, by.actor, (current) => {
        if (takenFor(current, offered.action.key) === offered.waitKey) return undefined;
        return actionChange(current, procedure, offered, answers, { ...by, atMs: clock.now() });
      }),
  };
}

function actionChange(
  file: CaseFile,
  procedure: Procedure,
  { action, waitKey }: OfferedAction,
  answers: JsonObject,
  { side, actor, atMs }: { side: ActionSide; actor: Actor; atMs: number },
): CaseChange {
  const facts: JsonObject = {
    [TAKEN_ACTIONS]: {
      ...asObject(file.facts[TAKEN_ACTIONS]),
      [action.key]: { waitKey, by: actor, atMs, answers },
    },
  };
  const kept =
    side === 'applicant'
      ? { answers, facts }
      : { facts: { ...facts, ...withStaffAnswers(file.facts, answers) } };
  return {
    ...kept,
    commands: [
      {
        key: `action:${file.id}:${action.key}:${waitKey}`,
        type: 'publishMessage',
        name: action.message,
        correlationKey: file.id,
        // Now or never: kept for later, it would be taken by a wait that nobody meant.
        timeToLiveMs: 0,
        variables: processData(procedure, answers),
      },
    ],
    audit: [{ event: 'action-taken', detail: { action: action.key } }],
  };
}
