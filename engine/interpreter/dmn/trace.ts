import type { JsonValue } from '../../feel/index.ts';

export interface MatchedRule {
  readonly tableId: string;
  readonly ruleId: string;
  /** From 1, as tables number their rows. */
  readonly index: number;
}

export interface TableInputValue {
  readonly id: string;
  readonly label: string;
  readonly value: JsonValue;
}

/** Why a decision came out as it did: for the history and for explaining it to clerks. */
export interface EvaluatedDecision {
  readonly decisionId: string;
  readonly name: string;
  readonly inputs: TableInputValue[];
  readonly matchedRules: MatchedRule[];
  readonly output: JsonValue;
}
