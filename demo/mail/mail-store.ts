import type { Journal } from '../journal.ts';

export interface StoredMail {
  /** Number in the order of arrival, as text. */
  id: string;
  /** With angle brackets; two mails may carry the same one. */
  messageId: string;
  from: string;
  /** The recipients of the envelope, in lower case. */
  recipients: string[];
  subject: string;
  receivedAt: string;
  text: string;
  html?: string;
  attachments: StoredAttachment[];
}

export interface StoredAttachment {
  filename: string;
  contentType: string;
  sizeBytes: number;
  base64: string;
}

export interface MailStore {
  add(mail: Omit<StoredMail, 'id'>): StoredMail;
  get(id: string): StoredMail | undefined;
  /** Newest first; filters by envelope recipient and by Message-ID, with or without brackets. */
  find(filter: { recipient?: string; messageId?: string }): StoredMail[];
}

export function makeMailStore(journal: Journal<StoredMail>): MailStore {
  return {
    add(mail) {
      const id = String(journal.entries.size + 1);
      const stored = { id, ...mail };
      journal.put(id, stored);
      return stored;
    },
    get: (id) => journal.entries.get(id),
    find: (filter) => [...journal.entries.values()].filter((mail) => fits(mail, filter)).reverse(),
  };
}

function fits(mail: StoredMail, filter: { recipient?: string; messageId?: string }): boolean {
  const { recipient, messageId } = filter;
  if (recipient && !mail.recipients.includes(recipient.trim().toLowerCase())) return false;
  return !messageId || mail.messageId.replace(/[<>]/g, '') === messageId.replace(/[<>]/g, '');
}
