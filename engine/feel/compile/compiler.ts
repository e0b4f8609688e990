import type { SyntaxNode } from '../syntax.ts';
import type { Step } from './frame.ts';

/** Compiles the parts of a node. Handed around, since the parts of parts come back to it. */
export interface Compiler {
  readonly source: string;
  step(node: SyntaxNode | undefined): Step;
  /** As written, spaces made one, without backticks. */
  text(node: SyntaxNode): string;
}

/** Compiles one kind of node; comments are not among its children. */
export type CompileNode = (compiler: Compiler, node: SyntaxNode, children: SyntaxNode[]) => Step;

const PUNCTUATION = new Set(['(', ')', '[', ']', '{', '}', '..', '.', ',']);

export function partsOf(children: readonly SyntaxNode[]): SyntaxNode[] {
  return children.filter((child) => !PUNCTUATION.has(child.name));
}
