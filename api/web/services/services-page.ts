import type { Procedure } from '../../../core/procedures/procedure.ts';
import type { Answer } from '../../answer.ts';
import { page } from '../../answer.ts';
import type { Context } from '../../context.ts';
import { lineValue } from '../../fields.ts';
import { serviceSummary, serviceText, serviceTitle } from '../service-texts.ts';

const MAX_QUERY = 100;

/** All services, or those that hold every word of the search. */
export function showServices(context: Context): Answer {
  const { services, locale, t } = context;
  const query = lineValue(context.query, 'suche', MAX_QUERY) ?? '';
  const found = services.catalogue
    .current()
    .filter((procedure) => matches(procedure, query, context));
  const view = {
    query,
    resultText: resultText(context, query, found.length),
    services: found.map((procedure) => ({
      href: `/dienste/${procedure.key}`,
      title: serviceTitle(procedure, locale),
      summary: serviceSummary(procedure, locale),
    })),
  };
  return page('services', t('services.title'), view, { section: 'services' });
}

function matches(procedure: Procedure, query: string, { locale }: Context): boolean {
  const text = [
    serviceTitle(procedure, locale),
    serviceSummary(procedure, locale),
    serviceText(procedure, locale, 'keywords') ?? '',
  ].join(' ');
  const words = plain(query).split(/\s+/);
  return words.every((word) => plain(text).includes(word));
}

/** Without case and accents: "gebuhr" and "GEBÜHR" find the same. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss').trim();
}

function resultText({ t }: Context, query: string, count: number): string {
  if (count === 0) return t('services.resultNone', { query });
  return count === 1
    ? t('services.resultOne', { query })
    : t('services.resultMany', { query, count });
}
