import type { TemplatePiece } from '../evaluate-template.ts';

/** What a letter consists of, read from what its template gives. */
export type LetterBlock =
  | { readonly type: 'title' | 'heading' | 'paragraph'; readonly text: string }
  | { readonly type: 'list'; readonly items: readonly string[] }
  | { readonly type: 'facts'; readonly facts: readonly LetterFact[] };

export interface LetterFact {
  readonly label: string;
  readonly value: string;
}

const FACT = /^([^:\n]{1,60}): (.+)$/;

/** Stands for what was put in while the template's own words are read. */
const MARK = '\0';
const MARKED = /\0(\d+)\0/g;

/**
 * `# title`, `## heading`, `- item`, `Label: value` (neighbours become one table), paragraphs;
 * an empty line ends a block. Only what stands in the template itself counts: what it puts in, such
 * as the words of a clerk or a text of the procedure, is set as it is, with its own paragraphs.
 */
export function letterBlocks(pieces: readonly TemplatePiece[]): LetterBlock[] {
  const blocks = withMarks(pieces)
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .flatMap((block) => filled(toBlock(block), pieces));
  return joinFacts(blocks);
}

function withMarks(pieces: readonly TemplatePiece[]): string {
  return pieces
    .map(({ text, isTemplates }, index) =>
      isTemplates ? text.replaceAll(MARK, '') : MARK + String(index) + MARK,
    )
    .join('');
}

function toBlock(block: string): LetterBlock {
  const lines = block.split('\n');
  if (/^# /.test(block)) return { type: 'title', text: block.slice(2).trim() };
  if (/^## /.test(block)) return { type: 'heading', text: block.slice(3).trim() };
  if (lines.every((line) => /^[-*] /.test(line))) {
    return { type: 'list', items: lines.map((line) => line.slice(2).trim()) };
  }
  const facts = lines.map((line) => FACT.exec(line));
  if (facts.every((fact) => fact !== null)) {
    return {
      type: 'facts',
      facts: facts.map(([, label = '', value = '']) => ({ label, value: value.trim() })),
    };
  }
  return { type: 'paragraph', text: block };
}

/** The block with what was put in; a paragraph may become several, or none. */
function filled(block: LetterBlock, pieces: readonly TemplatePiece[]): LetterBlock[] {
  const fill = (text: string): string =>
    text.replace(MARKED, (_, index: string) => pieces[Number(index)]?.text ?? '');
  const lines = (text: string): string =>
    fill(text)
      .replace(/\s*[\r\n]\s*/g, '\n')
      .trim();
  const line = (text: string): string => lines(text).replaceAll('\n', ' ');
  const fact = ({ label, value }: LetterFact) => ({ label: line(label), value: lines(value) });
  switch (block.type) {
    case 'paragraph':
      return paragraphs(fill(block.text)).map((text) => ({ type: 'paragraph', text }));
    case 'list':
      return [{ type: 'list', items: block.items.map(line) }];
    case 'facts':
      return [{ type: 'facts', facts: block.facts.map(fact) }];
    default:
      return [{ type: block.type, text: line(block.text) }];
  }
}

function paragraphs(text: string): string[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n[^\S\n]*\n\s*/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function joinFacts(blocks: readonly LetterBlock[]): LetterBlock[] {
  return blocks.reduce<LetterBlock[]>((joined, block) => {
    const last = joined.at(-1);
    if (block.type === 'facts' && last?.type === 'facts') {
      return [...joined.slice(0, -1), { type: 'facts', facts: [...last.facts, ...block.facts] }];
    }
    return [...joined, block];
  }, []);
}
