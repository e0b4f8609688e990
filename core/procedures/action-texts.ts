/** What every action says, as keys of the procedure's texts: `action.<key>.<part>`. */
export const ACTION_TEXTS = ['label', 'explanation', 'confirm', 'done'] as const;
export type ActionText = (typeof ACTION_TEXTS)[number];

export function actionTextKey(action: string, part: ActionText): string {
  return `action.${action}.${part}`;
}
