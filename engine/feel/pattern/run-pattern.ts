import { isWordCharacter } from './character-class.ts';
import type { Instruction, Program } from './compile-pattern.ts';

/** Start and end of the whole match, then of each group; undefined for one that took no part. */
export type Captures = readonly (number | undefined)[];

export interface RunOptions {
  readonly multiline: boolean;
  /** Called once per character with the work it may cost. */
  readonly spend: (work: number) => void;
}

interface Thread {
  readonly at: number;
  readonly captures: Captures;
}

interface Search {
  readonly program: Program;
  readonly characters: readonly number[];
  readonly options: RunOptions;
}

function isWordAt(characters: readonly number[], position: number): boolean {
  const code = characters[position];
  return code !== undefined && isWordCharacter(code);
}

function holds(search: Search, what: string, position: number): boolean {
  const { characters, options } = search;
  if (what === 'lineStart') {
    return position === 0 || (options.multiline && characters[position - 1] === 10);
  }
  if (what === 'lineEnd') {
    return position === characters.length || (options.multiline && characters[position] === 10);
  }
  const isBoundary = isWordAt(characters, position - 1) !== isWordAt(characters, position);
  return isBoundary === (what === 'boundary');
}

function withCapture(captures: Captures, slot: number, position: number): Captures {
  const copy = [...captures];
  copy[slot] = position;
  return copy;
}

/**
 * Follows everything that needs no character, in order of preference. Each instruction is entered
 * once per position: that is what keeps the work linear.
 */
function addThreads(
  search: Search,
  list: Thread[],
  seen: Uint8Array,
  start: Thread,
  position: number,
): void {
  const pending: Thread[] = [start];
  for (let thread = pending.pop(); thread !== undefined; thread = pending.pop()) {
    const { at, captures } = thread;
    if (seen[at] === 1) continue;
    seen[at] = 1;
    const instruction = search.program.code[at] as Instruction;
    if (instruction.op === 'jump') pending.push({ at: instruction.to, captures });
    else if (instruction.op === 'split') {
      pending.push({ at: instruction.second, captures }, { at: instruction.first, captures });
    } else if (instruction.op === 'save') {
      pending.push({ at: at + 1, captures: withCapture(captures, instruction.slot, position) });
    } else if (instruction.op === 'assert') {
      if (holds(search, instruction.what, position)) pending.push({ at: at + 1, captures });
    } else list.push(thread);
  }
}

/**
 * The leftmost match from a position on, in time proportional to text times pattern (Pike's
 * simulation of all alternatives at once); undefined when there is none.
 */
export function findMatch(
  program: Program,
  characters: readonly number[],
  from: number,
  options: RunOptions,
): Captures | undefined {
  const search: Search = { program, characters, options };
  const size = program.code.length;
  let threads: Thread[] = [];
  let seen = new Uint8Array(size);
  let found: Captures | undefined;
  for (let position = from; position <= characters.length; position += 1) {
    if (found === undefined) {
      addThreads(search, threads, seen, { at: 0, captures: [position] }, position);
    }
    if (threads.length === 0 && found !== undefined) break;
    options.spend(1 + threads.length);
    const next: Thread[] = [];
    const nextSeen = new Uint8Array(size);
    for (const { at, captures } of threads) {
      const instruction = program.code[at] as Instruction;
      if (instruction.op === 'match') {
        found = withCapture(captures, 1, position);
        // What comes after is of lower preference.
        break;
      }
      const code = characters[position];
      if (instruction.op === 'char' && code !== undefined && instruction.test(code)) {
        addThreads(search, next, nextSeen, { at: at + 1, captures }, position + 1);
      }
    }
    threads = next;
    seen = nextSeen;
  }
  return found;
}
