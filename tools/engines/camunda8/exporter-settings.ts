import type { OptionValues } from '../engine.ts';
import { credentialsOf, numberOf, urlOf } from '../option-values.ts';

const PREFIX = 'ZEEBE_BROKER_EXPORTERS_AMTSWEG';

/** The exporter that comes with Zeebe pushes records over HTTP in Elasticsearch's bulk format. */
export function exporterSettings(values: OptionValues): Record<string, string> {
  const url = urlOf(values, 'exporter-url', ['http:', 'https:']);
  if (url === undefined) return {};
  const { user, password } = credentialsOf(url);
  url.username = '';
  url.password = '';
  const size = numberOf(values, 'exporter-bulk-size', { standard: 100, min: 1, max: 100_000 });
  const delay = numberOf(values, 'exporter-bulk-delay', { standard: 1, min: 1, max: 3600 });
  return {
    [`${PREFIX}_CLASSNAME`]: 'io.camunda.zeebe.exporter.ElasticsearchExporter',
    [`${PREFIX}_ARGS_URL`]: url.href.replace(/\/$/, ''),
    // The receiver is no Elasticsearch: it knows the bulk request only.
    [`${PREFIX}_ARGS_INDEX_CREATETEMPLATE`]: 'false',
    [`${PREFIX}_ARGS_BULK_SIZE`]: String(size),
    [`${PREFIX}_ARGS_BULK_DELAY`]: String(delay),
    ...(user === ''
      ? {}
      : {
          [`${PREFIX}_ARGS_AUTHENTICATION_USERNAME`]: user,
          [`${PREFIX}_ARGS_AUTHENTICATION_PASSWORD`]: password,
        }),
  };
}
