import { expect } from 'chai';
import type { Mail, MailPort } from '../../../connectors/mail/port.ts';
import { makeSmtp } from '../../../connectors/mail/smtp.ts';
import { manualClock } from '../../../core/clock.ts';
import { startTestCity, type FaultOrder, type TestCity } from '../../support/demo-city.ts';
import { expectFailure, failureOf, timeoutMsUnder } from './failures.ts';

const clock = manualClock(Date.parse('2026-11-02T09:00:00Z'));
const from = 'Stadt Musterstadt <portal@musterstadt.example>';

function mail(changes: Partial<Mail> = {}): Mail {
  return {
    messageKey: '0123456789abcdef',
    to: 'erika@example.org',
    subject: 'Quittung über 3,50 € – Stadtbibliothek',
    text: 'Guten Tag,\n\nIhre Quittung: https://portal.example/status/1?code=a&b=c\n',
    html: '<p>Ihre <a href="https://portal.example/status/1">Quittung</a></p><script>1</script>',
    ...changes,
  };
}

describe('mail by SMTP', () => {
  let city: TestCity;
  let smtp: MailPort;

  beforeEach(async () => {
    city = await startTestCity();
    smtp = makeSmtp({ smtpUrl: city.smtpUrl, from, timeoutMs: 2000 }, clock);
  });
  afterEach(() => city.stop());

  const under = ({ mode }: FaultOrder) =>
    makeSmtp({ smtpUrl: city.smtpUrl, from, timeoutMs: timeoutMsUnder(mode) }, clock);

  it('delivers subject, text and html, with a Message-ID made of the key', async () => {
    expect(await smtp.send(mail())).to.deep.equal({ accepted: true });
    const [received, ...others] = await city.mails({ recipient: 'ERIKA@example.org' });
    expect(others).to.deep.equal([]);
    expect(received).to.include({
      messageId: '<0123456789abcdef@musterstadt.example>',
      subject: mail().subject,
      html: mail().html,
    });
    expect(received?.text.trim()).to.equal(mail().text.trim());
    expect(received?.from).to.include('portal@musterstadt.example');
  });

  it('gives a repeated mail the same Message-ID', async () => {
    await smtp.send(mail());
    await smtp.send(mail());
    const mails = await city.mails({ messageId: '0123456789abcdef@musterstadt.example' });
    expect(mails).to.have.length(2);
    expect((await city.effects()).mails).to.deep.equal({
      '<0123456789abcdef@musterstadt.example>': 2,
    });
  });

  for (const to of [
    'nobody',
    'a@b.example, c@d.example',
    'a@b.example\r\nRCPT TO:<c@d.example>',
    '<a@b.example>',
    '',
  ]) {
    it(`refuses an address that is none: ${JSON.stringify(to)}`, async () => {
      const refused = { kind: 'rejected', reason: 'invalid-address' };
      expectFailure(await failureOf(smtp.send(mail({ to }))), refused);
      expect(await city.mails()).to.deep.equal([]);
    });
  }

  it('keeps a line break in the subject from becoming a header', async () => {
    await smtp.send(mail({ subject: 'Quittung\r\nBcc: c@d.example' }));
    const [received] = await city.mails();
    expect(received?.recipients).to.deep.equal(['erika@example.org']);
  });

  describe('when the mail server fails', () => {
    const faults: [FaultOrder, { kind: string; reason: string }][] = [
      [{ mode: '450' }, { kind: 'transient', reason: 'smtp-450' }],
      [
        { mode: '451', operation: 'recipient' },
        { kind: 'transient', reason: 'smtp-451' },
      ],
      [
        { mode: '550', operation: 'recipient' },
        { kind: 'rejected', reason: 'mail-refused' },
      ],
      [{ mode: '554' }, { kind: 'rejected', reason: 'mail-refused' }],
      [
        { mode: '421', operation: 'connect' },
        { kind: 'transient', reason: 'smtp-421' },
      ],
      [
        { mode: '554', operation: 'connect' },
        { kind: 'misconfigured', reason: 'smtp-554' },
      ],
      [
        { mode: 'silent', operation: 'connect' },
        { kind: 'in-doubt', reason: 'timeout' },
      ],
      [
        { mode: 'slow', delayMs: 60_000 },
        { kind: 'in-doubt', reason: 'timeout' },
      ],
      [{ mode: 'silent' }, { kind: 'in-doubt', reason: 'timeout' }],
      [{ mode: 'garbage' }, { kind: 'garbage', reason: 'protocol' }],
      [{ mode: 'reset' }, { kind: 'in-doubt', reason: 'connection-lost' }],
      [
        { mode: 'reset', operation: 'connect' },
        { kind: 'in-doubt', reason: 'connection-lost' },
      ],
    ];
    for (const [fault, wanted] of faults) {
      const where = fault.operation ?? 'message';
      it(`takes ${fault.mode} at ${where} for ${wanted.kind}`, async () => {
        await city.fault('mail', fault);
        expectFailure(await failureOf(under(fault).send(mail())), wanted);
        expect(await city.mails()).to.deep.equal([]);
      });
    }

    for (const mode of ['silent', 'reset']) {
      it(`is in doubt when the reply was lost after delivery (${mode})`, async () => {
        await city.fault('mail', { mode, at: 'after', nextCalls: 1 });
        expect((await failureOf(under({ mode }).send(mail()))).kind).to.equal('in-doubt');
        await smtp.send(mail());
        const ids = new Set((await city.mails()).map(({ messageId }) => messageId));
        expect([...ids]).to.deep.equal(['<0123456789abcdef@musterstadt.example>']);
        expect(await city.mails()).to.have.length(2);
      });
    }

    it('takes a port on which nobody listens for transient: nothing was sent', async () => {
      await city.stop();
      const wanted = { kind: 'transient', reason: 'unreachable' };
      expectFailure(await failureOf(smtp.send(mail())), wanted);
    });

    it('does not repeat the address in what it says', async () => {
      await city.fault('mail', { mode: '550', operation: 'recipient' });
      const failure = await failureOf(smtp.send(mail()));
      expect(failure.message).to.not.include('erika');
      expect(failure.cause).to.equal(undefined);
    });
  });

  describe('with credentials', () => {
    const smtpCredentials = { user: 'portal', password: 'p@ss:word' };
    let guarded: TestCity;
    before(async () => (guarded = await startTestCity({ smtpCredentials })));
    after(() => guarded.stop());

    const as = (password: string) => {
      const smtpUrl = guarded.smtpUrl.replace('//', `//portal:${encodeURIComponent(password)}@`);
      return makeSmtp({ smtpUrl, from, timeoutMs: 2000 }, clock);
    };

    it('delivers with the right ones', async () => {
      expect(await as('p@ss:word').send(mail())).to.deep.equal({ accepted: true });
      expect(await as('p@ss:word').check()).to.deep.include({ credentialsAccepted: true });
    });

    it('takes wrong ones for a wrong setting', async () => {
      const wrong = { kind: 'misconfigured', reason: 'credentials' };
      expectFailure(await failureOf(as('wrong').send(mail())), wrong);
      const check = await as('wrong').check();
      expect(check).to.deep.include({ reachable: true, credentialsAccepted: false });
      expect(check.detail).to.not.include('wrong,');
    });
  });

  it('checks that the server is there', async () => {
    expect(await smtp.check()).to.deep.include({ reachable: true, credentialsAccepted: true });
    await city.stop();
    expect(await smtp.check()).to.deep.include({ reachable: false, credentialsAccepted: false });
  });
});
