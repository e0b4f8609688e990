import { checkByCall } from '../check-by-call.ts';
import { ConnectorError } from '../connector.ts';
import { unlessRejected } from '../unless-rejected.ts';
import type { CmisSettings } from './cmis-call.ts';
import { garbage, type CmisObject } from './cmis-messages.ts';
import { CLOSED_NAME, cmisName, cmisText } from './cmis-names.ts';
import { openRepository, type CmisRepository } from './cmis-repository.ts';
import { create, fileDocument, type Place } from './file-document.ts';
import type { DmsPort } from './port.ts';

/**
 * A DMS by CMIS 1.1, browser binding, of which nothing is expected that a plain repository lacks:
 *
 * - Plan entry, file and procedure are folders, documents are `cmis:document`; the mark of the plan
 *   entry is the name of its folder, right below the root. Path segments are names.
 * - A name is the key of an object: what is there is found by it, so every call may be repeated.
 * - Contents are compared by SHA-256: what the repository gives (`cmis:contentStreamHash`), else
 *   what we wrote into `cmis:description`, which must be writable.
 * - A procedure is closed by a document `z.d.A` in it, which everybody sees, and which this house
 *   respects. Rights of other users are the repository's own affair.
 */
export function makeCmisBrowser(settings: CmisSettings): DmsPort {
  const open = openOnce(settings);
  const root = settings.root.split('/').filter((segment) => segment !== '');
  return {
    check: () =>
      checkByCall('DMS', async () => {
        const repository = await openRepository(settings);
        if (!(await repository.find(root))) throw noRoot();
      }),
    async openProcedure({ planEntry, fileName, procedureName, subject }) {
      const repository = await open();
      const plan = await planFolder(repository, root, cmisName(planEntry));
      const file = await ensureFolder(repository, plan, cmisName(fileName), '');
      const place = await ensureFolder(repository, file, cmisName(procedureName), subject);
      if (!place.isNew) await assertOpen(repository, place);
      const reference = place.path.slice(root.length).join('/');
      return { procedureId: place.folderId, reference };
    },
    async file(procedureId, document) {
      const repository = await open();
      const place = await placeOf(repository, procedureId);
      return fileDocument(repository, place, document, {
        user: settings.user,
        assertOpen: () => assertOpen(repository, place),
      });
    },
    async close(procedureId, closedOn) {
      const repository = await open();
      const place = await placeOf(repository, procedureId);
      if (await repository.find([...place.path, CLOSED_NAME])) return;
      const made = create(repository, place.folderId, {
        key: 'close',
        name: CLOSED_NAME,
        fileName: `${CLOSED_NAME}.txt`,
        mediaType: 'text/plain;charset=utf-8',
        content: new TextEncoder().encode(`Zu den Akten am ${closedOn}.\n`),
        direction: 'internal',
      });
      await unlessRejected(made, 'name-taken');
    },
  };
}

/** What a repository is does not change while we run; a failure is not kept. */
function openOnce(settings: CmisSettings): () => Promise<CmisRepository> {
  let opened: Promise<CmisRepository> | undefined;
  return () => {
    opened ??= openRepository(settings).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}

async function planFolder(
  repository: CmisRepository,
  root: readonly string[],
  mark: string,
): Promise<Place> {
  const path = [...root, mark];
  const found = await repository.find(path);
  if (found) return toPlace(found, path);
  if (!(await repository.find(root))) throw noRoot();
  throw new ConnectorError('rejected', 'no-plan-entry', 'the filing plan has no such entry');
}

/** Found, or made; made by somebody else meanwhile counts as found. */
async function ensureFolder(
  repository: CmisRepository,
  parent: Place,
  name: string,
  description: string,
): Promise<Place & { isNew: boolean }> {
  const path = [...parent.path, name];
  const there = await repository.find(path);
  if (there) return { ...toPlace(there, path), isNew: false };
  const made = await unlessRejected(
    repository.act({
      cmisaction: 'createFolder',
      objectId: parent.folderId,
      properties: {
        'cmis:objectTypeId': 'cmis:folder',
        'cmis:name': name,
        ...(description === '' ? {} : { 'cmis:description': cmisText(description) }),
      },
    }),
    'name-taken',
  );
  const found = made ?? (await repository.find(path));
  if (found?.['cmis:name'] !== name) throw garbage('the folder that was made is another one');
  return { ...toPlace(found, path), isNew: made !== undefined };
}

function toPlace(object: CmisObject, path: readonly string[]): Place {
  if (object['cmis:baseTypeId'] === 'cmis:folder') {
    return { folderId: object['cmis:objectId'], path };
  }
  const message = 'a document bears the name of a folder of the filing plan';
  throw new ConnectorError('rejected', 'name-taken', message);
}

/** Clerks may have moved the folder: it is found by its id, and says where it lies. */
async function placeOf(repository: CmisRepository, procedureId: string): Promise<Place> {
  const folder = await repository.get(procedureId);
  if (!folder) throw new ConnectorError('rejected', 'unknown-procedure', 'no such procedure');
  const path = folder['cmis:path'];
  if (!path?.startsWith('/')) throw garbage('a folder without a path');
  return toPlace(folder, path.split('/').slice(1));
}

/** Between this question and what follows somebody may close: processes file before they close. */
async function assertOpen(repository: CmisRepository, { path }: Place): Promise<void> {
  if (!(await repository.find([...path, CLOSED_NAME]))) return;
  throw new ConnectorError('rejected', 'closed', 'the procedure is closed (z.d.A.)');
}

function noRoot(): ConnectorError {
  return new ConnectorError('misconfigured', 'no-root', 'the folder of the filing plan is missing');
}
