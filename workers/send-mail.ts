import type { Mail, MailPort } from '../connectors/mail/port.ts';
import { isOutsideFailure } from '../core/effects/outside-failure.ts';

/** An address that takes no mail is no reason to stop a case: the applicant has the status page. */
export async function sendMail(port: MailPort, mail: Mail): Promise<{ accepted: boolean }> {
  try {
    return { accepted: (await port.send(mail)).accepted };
  } catch (error) {
    if (isOutsideFailure(error) && error.kind === 'rejected') return { accepted: false };
    throw error;
  }
}
