import type { CharTest } from './character-class.ts';
import { parsePattern, PatternError } from './parse-pattern.ts';
import type { PatternFlags, PatternNode } from './parse-pattern.ts';

export type Instruction =
  | { op: 'char'; test: CharTest }
  /** Tries `first` before `second`. */
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { op: 'save'; slot: number }
  | { op: 'assert'; what: 'lineStart' | 'lineEnd' | 'boundary' | 'noBoundary' }
  | { op: 'match' };

export interface Program {
  readonly code: readonly Instruction[];
  /** Of groups, the whole match not counted. */
  readonly groups: number;
}

const MAX_INSTRUCTIONS = 5_000;

function emit(code: Instruction[], instruction: Instruction): number {
  if (code.length >= MAX_INSTRUCTIONS) throw new PatternError('pattern too large', true);
  return code.push(instruction) - 1;
}

function emitSplit(code: Instruction[]): { op: 'split'; first: number; second: number } {
  const split = { op: 'split' as const, first: code.length + 1, second: code.length + 1 };
  emit(code, split);
  return split;
}

function setExit(split: { first: number; second: number }, exit: number, lazy: boolean): void {
  if (lazy) split.first = exit;
  else split.second = exit;
}

function emitRepeat(code: Instruction[], node: PatternNode & { kind: 'repeat' }): void {
  for (let count = 0; count < node.min; count += 1) emitNode(code, node.node);
  if (node.max === Infinity) {
    const start = code.length;
    const split = emitSplit(code);
    emitNode(code, node.node);
    emit(code, { op: 'jump', to: start });
    setExit(split, code.length, node.lazy);
    return;
  }
  const splits: { first: number; second: number }[] = [];
  for (let count = node.min; count < node.max; count += 1) {
    splits.push(emitSplit(code));
    emitNode(code, node.node);
  }
  for (const split of splits) setExit(split, code.length, node.lazy);
}

function emitChoice(code: Instruction[], options: readonly PatternNode[]): void {
  const jumps: { op: 'jump'; to: number }[] = [];
  options.forEach((option, index) => {
    if (index === options.length - 1) {
      emitNode(code, option);
      return;
    }
    const split = emitSplit(code);
    emitNode(code, option);
    const jump = { op: 'jump' as const, to: 0 };
    emit(code, jump);
    jumps.push(jump);
    split.second = code.length;
  });
  for (const jump of jumps) jump.to = code.length;
}

function emitNode(code: Instruction[], node: PatternNode): void {
  switch (node.kind) {
    case 'char':
      emit(code, { op: 'char', test: node.test });
      return;
    case 'sequence':
      for (const each of node.nodes) emitNode(code, each);
      return;
    case 'choice':
      emitChoice(code, node.options);
      return;
    case 'repeat':
      emitRepeat(code, node);
      return;
    case 'group':
      if (node.index !== undefined) emit(code, { op: 'save', slot: node.index * 2 });
      emitNode(code, node.node);
      if (node.index !== undefined) emit(code, { op: 'save', slot: node.index * 2 + 1 });
      return;
    default:
      emit(code, { op: 'assert', what: node.kind });
  }
}

/** @throws PatternError */
export function compilePattern(text: string, flags: PatternFlags): Program {
  const { node, groups } = parsePattern(text, flags);
  const code: Instruction[] = [];
  emitNode(code, node);
  emit(code, { op: 'match' });
  return { code, groups };
}
