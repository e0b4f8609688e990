import { BLOCKS_FOLDER } from './bundle.ts';
import { hasDecision } from './assemble-procedure.ts';
import type { Assembly } from './assemble-procedure.ts';
import { configFile } from './model-place.ts';
import type { ProblemList } from './problem-list.ts';
import type { ProcessDatum } from './procedure-config.ts';

/** What schemas cannot say: keys that are names of folders, data declared twice. */
export function checkConfig({ bundle, parts }: Assembly, problems: ProblemList): void {
  const declared = new Map<string, ProcessDatum>();
  for (const { folder, config, block } of parts) {
    const file = configFile({ folder, block });
    const name = block ? folder.slice(BLOCKS_FOLDER.length + 1, -1) : bundle.key;
    const key = config?.key ?? block?.key;
    if (key !== undefined && key !== name) {
      problems.add(file, 'config-key', { line: 1 }, { key, folder: name });
    }
    for (const [data, datum] of Object.entries((config ?? block)?.processData ?? {})) {
      const other = declared.get(data);
      if (other && JSON.stringify(other) !== JSON.stringify(datum)) {
        problems.add(file, 'config-data-doubled', { line: 1 }, { block: name, name: data });
      }
      declared.set(data, datum);
    }
  }
  checkFeeAccount({ parts }, problems);
}

/** Who books a fee is told by a decision of the procedure, or of a block. */
function checkFeeAccount({ parts }: Pick<Assembly, 'parts'>, problems: ProblemList): void {
  const account = parts[0]?.config?.feeAccount;
  if (account === undefined || !('decision' in account)) return;
  const { decision } = account;
  if (!hasDecision(parts, decision))
    problems.add('procedure.json', 'decision-missing', { line: 1 }, { decision });
}
