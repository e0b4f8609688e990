import { expect } from 'chai';
import { elementTypeOf } from '../../../../../engine/camunda8/records/element-type.ts';
import { incidentCodeOf } from '../../../../../engine/camunda8/records/incident-code.ts';
import { zonedTimeMs } from '../../../../../engine/camunda8/records/zoned-time.ts';

describe("Zeebe's words in our spelling", () => {
  it('types of elements', () => {
    expect(elementTypeOf('SERVICE_TASK')).to.equal('serviceTask');
    expect(elementTypeOf('PROCESS')).to.equal('process');
    expect(elementTypeOf('MULTI_INSTANCE_BODY')).to.equal('multiInstanceBody');
    expect(elementTypeOf('EVENT_BASED_GATEWAY')).to.equal('eventBasedGateway');
    expect(elementTypeOf('EVENT_SUB_PROCESS')).to.equal('subProcess');
  });

  it('types of incidents', () => {
    expect(incidentCodeOf('JOB_NO_RETRIES')).to.equal('job-no-retries');
    expect(incidentCodeOf('UNHANDLED_ERROR_EVENT')).to.equal('error-uncaught');
    expect(incidentCodeOf('CONDITION_ERROR')).to.equal('no-condition-true');
    expect(incidentCodeOf('EXTRACT_VALUE_ERROR')).to.equal('extract-value-error');
  });

  it('times with a zone', () => {
    const noon = Date.UTC(2026, 11, 2, 12, 0, 0, 615);
    expect(zonedTimeMs('2026-12-02T12:00:00.615Z[Etc/UTC]')).to.equal(noon);
    expect(zonedTimeMs('2026-12-02T13:00:00.615+01:00[Europe/Berlin]')).to.equal(noon);
    expect(zonedTimeMs('2026-12-02T13:00:00.615+01:00')).to.equal(noon);
    expect(zonedTimeMs('2026-12-02T12:00Z')).to.equal(noon - 615);
    for (const text of ['', 'soon', '2026-12-02', '2026-12-02T12:00:00', '2026-13-02T12:00Z']) {
      expect(zonedTimeMs(text)).to.equal(undefined);
    }
  });
});
