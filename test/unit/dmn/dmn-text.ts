/** DMN as text for the tests: short, and with the line breaks that line numbers are tested by. */
export const DMN = 'https://www.omg.org/spec/DMN/20191111/MODEL/';

export function definitions(content: string, namespace: string = DMN): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="${namespace}" id="d" name="d" namespace="urn:test">
${content}
</definitions>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

export interface TableText {
  policy?: string;
  aggregation?: string;
  /** FEEL per input column. */
  inputs: string[];
  /** Name per output column, `name|admitted values` where they matter, `name|values|default`. */
  outputs: string[];
  /** Input cells, then output cells. */
  rules: string[][];
}

function output(text: string): string {
  const [name = '', values, fallback] = text.split('|');
  const admitted =
    values === undefined || values === ''
      ? ''
      : `<outputValues><text>${escaped(values)}</text></outputValues>`;
  const otherwise =
    fallback === undefined
      ? ''
      : `<defaultOutputEntry><text>${escaped(fallback)}</text></defaultOutputEntry>`;
  return `<output id="out-${name}" name="${name}">${admitted}${otherwise}</output>`;
}

export function table({
  policy = 'UNIQUE',
  aggregation,
  inputs,
  outputs,
  rules,
}: TableText): string {
  const columns = inputs.map(
    (text, index) =>
      `<input id="in-${index + 1}"><inputExpression id="ie-${index + 1}"><text>${escaped(text)}</text></inputExpression></input>`,
  );
  const rows = rules.map((cells, row) => {
    const entries = cells.map((cell, column) => {
      const kind = column < inputs.length ? 'inputEntry' : 'outputEntry';
      return `<${kind} id="c-${row + 1}-${column + 1}"><text>${escaped(cell)}</text></${kind}>`;
    });
    return `<rule id="r-${row + 1}">\n${entries.join('\n')}\n</rule>`;
  });
  const sum = aggregation === undefined ? '' : ` aggregation="${aggregation}"`;
  return `<decisionTable id="t" hitPolicy="${policy}"${sum}>
${columns.join('\n')}
${outputs.map(output).join('\n')}
${rows.join('\n')}
</decisionTable>`;
}

export function decision(id: string, logic: string, requires: string[] = []): string {
  const requirements = requires.map((href, index) => {
    const kind = href.startsWith('input')
      ? 'requiredInput'
      : href.startsWith('bkm')
        ? undefined
        : 'requiredDecision';
    return kind === undefined
      ? `<knowledgeRequirement id="${id}-k${index}"><requiredKnowledge href="#${href}"/></knowledgeRequirement>`
      : `<informationRequirement id="${id}-i${index}"><${kind} href="#${href}"/></informationRequirement>`;
  });
  return `<decision id="${id}" name="${id}">\n${requirements.join('\n')}\n${logic}\n</decision>`;
}

export function input(name: string, typeRef = 'Any'): string {
  return `<inputData id="input-${name}" name="${name}"><variable name="${name}" typeRef="${typeRef}"/></inputData>`;
}

export function literal(text: string): string {
  return `<literalExpression><text>${escaped(text)}</text></literalExpression>`;
}
