import type { ParsedMail } from 'mailparser';
import type { Readable } from 'node:stream';
import type { StoredAttachment, StoredMail } from './mail-store.ts';

/** Reads a message as it came over the wire; recipients are those of the envelope. */
export async function readMail(
  source: Readable,
  recipients: string[],
  receivedAt: Date,
): Promise<Omit<StoredMail, 'id'>> {
  // Loaded with the first mail: it takes longer than all the rest of the demo city.
  const { simpleParser } = await import('mailparser');
  const parsed = await simpleParser(source);
  return {
    messageId: parsed.messageId ?? '',
    from: parsed.from?.text ?? '',
    recipients: recipients.map((recipient) => recipient.toLowerCase()),
    subject: parsed.subject ?? '(ohne Betreff)',
    receivedAt: receivedAt.toISOString(),
    text: parsed.text ?? '',
    ...(typeof parsed.html === 'string' ? { html: parsed.html } : {}),
    attachments: parsed.attachments.map(toAttachment),
  };
}

function toAttachment(attachment: ParsedMail['attachments'][number]): StoredAttachment {
  return {
    filename: attachment.filename ?? 'anhang',
    contentType: attachment.contentType,
    sizeBytes: attachment.size,
    base64: attachment.content.toString('base64'),
  };
}
