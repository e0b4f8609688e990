import type { MirrorFigures } from '../../../engine/mirror.ts';
import type { MirrorContext } from './mirror-context.ts';

export async function mirrorFigures({ pool, engine }: MirrorContext): Promise<MirrorFigures> {
  const { rows: sources } = await pool.query<{ source: string; at: string; ignored: string }>(
    'select source, at_ms as at, ignored from engine.mirror_source where engine = $1',
    [engine],
  );
  const { rows: incidents } = await pool.query<{ open: number }>(
    `select count(*)::int as open from engine.incident n
     join engine.instance i on i.key = n.root_key
     where n.resolved_at_ms is null and i.engine = $1`,
    [engine],
  );
  return {
    ignoredChanges: sources.reduce((sum, { ignored }) => sum + Number(ignored), 0),
    openIncidents: incidents[0]?.open ?? 0,
    lastAtMs: new Map(sources.map(({ source, at }) => [source, Number(at)])),
  };
}
