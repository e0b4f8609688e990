import { expect } from 'chai';
import { ConnectorError } from '../../../connectors/connector.ts';
import { letterCreate } from '../../../workers/letter-create.ts';
import { notify } from '../../../workers/notify.ts';
import { variablesOf, workerWorld } from '../../support/worker-world.ts';

const mail = { template: 'templates/receipt.mail.hbs' };
const letter = {
  template: 'templates/receipt.letter.hbs',
  documentName: 'receipt',
  fileNameKey: 'file.name',
};
const contact = { email: 'a@example.org' };

describe('notify', () => {
  it('sends the mail once', async () => {
    const world = workerWorld({ contact });
    expect(variablesOf(await world.run(notify, mail))).to.deep.equal({ notified: true });
    expect(variablesOf(await world.run(notify, mail))).to.deep.equal({ notified: true });
    expect(world.mails).to.have.lengthOf(1);
    expect(world.mails[0]).to.include({ to: 'a@example.org', subject: mail.template });
  });

  it('sends it again with the same Message-ID when the answer was lost', async () => {
    const world = workerWorld({ contact });
    world.faults.push('lost');
    await world.run(notify, mail).catch(() => undefined);
    await world.run(notify, mail);
    expect(world.mails).to.have.lengthOf(2);
    expect(new Set(world.mails.map(({ messageKey }) => messageKey)).size).to.equal(1);
  });

  it('goes on without an address, or with one that takes no mail', async () => {
    expect(variablesOf(await workerWorld().run(notify, mail))).to.deep.equal({ notified: false });
    const world = workerWorld({ contact });
    world.faults.push(new ConnectorError('rejected', 'invalid-address', 'no'));
    const answer = await world.run(notify, mail);
    expect(variablesOf(answer)).to.deep.equal({ notified: false });
  });
});

describe('letter-create', () => {
  it('puts the letter into the case file, once per element instance', async () => {
    const world = workerWorld();
    expect(variablesOf(await world.run(letterCreate, letter))).to.deep.equal({
      documentName: 'receipt',
    });
    await world.run(letterCreate, letter);
    expect(world.store.file().documents).to.have.lengthOf(1);
    expect(world.store.file().documents[0]).to.include({
      name: 'receipt',
      fileName: 'Quittung-BG-2026-000001.pdf',
      mediaType: 'application/pdf',
      forApplicant: true,
    });
    await world.run(letterCreate, letter, 'e2');
    expect(world.store.file().documents).to.have.lengthOf(1);
    const { cases } = world.ports;
    expect(await cases.documentVersions(world.store.file().id)).to.have.lengthOf(2);
  });

  it('refuses names that are none', async () => {
    for (const documentName of ['', '../x', 'A B', '__proto__']) {
      const answer = await workerWorld().run(letterCreate, { ...letter, documentName });
      expect(answer.type).to.equal('giveUp');
    }
  });
});
