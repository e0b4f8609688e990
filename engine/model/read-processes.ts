import { bpmnRules } from './bpmn/bpmn-rules.ts';
import { checkDiagram } from './bpmn/check-diagram.ts';
import { checkStructure } from './bpmn/check-structure.ts';
import type { CompileContext } from './bpmn/compile-context.ts';
import { checkUnsupported } from './bpmn/check-unsupported.ts';
import { compileProcess } from './bpmn/compile-process.ts';
import { booleanOf } from './bpmn/expression.ts';
import { withVisibleOwners } from './bpmn/locate.ts';
import { getMetamodel } from './bpmn/metamodel.ts';
import type { ProcessGraph } from './graph.ts';
import type { Problem } from './problem.ts';
import { makeReport } from './report.ts';
import { scanXml } from './xml/scan-xml.ts';
import { childrenNamed } from './xml/xml-element.ts';
import type { XmlElement } from './xml/xml-element.ts';

export interface ReadProcesses {
  /**
   * In the order of the file. Not to be run when a problem is an error (`isRefused`): they are
   * compiled as far as it goes, so that their expressions can be checked in the same round.
   */
  readonly processes: ProcessGraph[];
  /** All of them, in the order of the file. */
  readonly problems: Problem[];
}

/**
 * Reads a BPMN 2.0 file from outside and compiles every executable process in it. Never throws:
 * whatever is wrong with the text, hostile input included, becomes a located problem. FEEL
 * expressions are carried as text; who runs the process parses them.
 */
export async function readProcesses(xml: string, fileName?: string): Promise<ReadProcesses> {
  const { namespaces } = getMetamodel();
  const scanned = scanXml(xml, fileName, { namespaces, rootName: 'bpmn:definitions' });
  if (!scanned.root) return { processes: [], problems: [...scanned.problems] };
  const report = withVisibleOwners(makeReport(bpmnRules, fileName));
  const context: CompileContext = { report, elementsById: scanned.elementsById };
  checkStructure(scanned.root, context);
  checkDiagram(scanned.root, context);
  const executable = executableProcesses(scanned.root, context);
  checkUnsupported(scanned.root, executable, context);
  const graphs = executable.flatMap((element) => compileProcess(element, context) ?? []);
  const problems = [...scanned.problems, ...report.problems()].sort(byLine);
  return { processes: graphs, problems };
}

function byLine(a: Problem, b: Problem): number {
  return (a.line ?? Number.MAX_SAFE_INTEGER) - (b.line ?? Number.MAX_SAFE_INTEGER);
}

function executableProcesses(root: XmlElement, context: CompileContext): XmlElement[] {
  const processes = childrenNamed(root, 'bpmn:process');
  const executable = new Set(
    processes.filter((process) => booleanOf(process, 'isExecutable', false, context)),
  );
  if (executable.size === 0) {
    context.report.add('no-executable-process', processes[0] ?? root);
    return [];
  }
  for (const process of processes) {
    if (!executable.has(process)) context.report.add('process-not-executable', process);
  }
  return [...executable];
}
