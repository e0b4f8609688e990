import { APPLICANT_GROUP } from './active-steps.ts';
import type { Assembly } from './assemble-procedure.ts';
import { checkCorrelation } from './check-actions.ts';
import { constant } from './check-model-references.ts';
import { modelFile, placeOf } from './model-place.ts';
import type { ProblemList } from './problem-list.ts';

/**
 * `lateMessage`: only who was asked can answer late. That nothing waits for the message is no fault: a
 * block is called by procedures with and without late answers.
 */
export function checkLateMessages(assembly: Assembly, problems: ProblemList): void {
  for (const part of assembly.parts) {
    for (const node of part.process?.nodes.values() ?? []) {
      const message = node.properties['lateMessage'];
      if (message === undefined) continue;
      const groups = node.userTask?.candidateGroups;
      if (groups === undefined || constant(groups) !== APPLICANT_GROUP) {
        const parameters = { property: 'lateMessage', value: message };
        problems.add(modelFile(part), 'property-invalid', placeOf(node), parameters);
      }
      checkCorrelation(assembly, message, problems);
    }
  }
}
