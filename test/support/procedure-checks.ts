import type { ProcedureChecks } from '../../core/procedures/read-procedure.ts';
import { loadChecked } from '../../engine/embedded/load-checked.ts';
import { parseTemplate } from '../../templates/render.ts';

/** What the house checks before it offers a procedure, without an engine that runs. */
export const procedureChecks: ProcedureChecks = {
  template: parseTemplate,
  models: async ({ files }) => (await loadChecked(files)).problems,
};
