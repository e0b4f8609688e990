/** `2026-12-02T22:05:56.615Z[Etc/UTC]`: the zone's name adds nothing to the offset before it. */
const ZONED_TIME = /^(\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))(?:\[[^\]]*\])?$/;

/** Milliseconds since 1970; undefined when it is no time with an offset. */
export function zonedTimeMs(text: string): number | undefined {
  const time = Date.parse(ZONED_TIME.exec(text)?.[1] ?? '');
  return Number.isNaN(time) ? undefined : time;
}
