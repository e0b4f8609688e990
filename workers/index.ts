import { askRegister } from './ask-register.ts';
import { caseTransfer } from './case-transfer.ts';
import type { Worker } from './define-worker.ts';
import { dmsClose } from './dms-close.ts';
import { dmsFile } from './dms-file.ts';
import { documentRegister } from './document-register.ts';
import { feeClose } from './fee-close.ts';
import { feePosting } from './fee-posting.ts';
import { feeRefund } from './fee-refund.ts';
import { feeRequest } from './fee-request.ts';
import { identityCheck } from './identity-check.ts';
import { letterCreate } from './letter-create.ts';
import { letterDeliver } from './letter-deliver.ts';
import { libraryAccount } from './library-account.ts';
import { notify } from './notify.ts';
import { registerMatch } from './register-match.ts';

/** Every topic that a service task may name. */
export const workers: readonly Worker[] = [
  askRegister,
  caseTransfer,
  dmsClose,
  dmsFile,
  documentRegister,
  feeClose,
  feePosting,
  feeRefund,
  feeRequest,
  identityCheck,
  letterCreate,
  letterDeliver,
  libraryAccount,
  notify,
  registerMatch,
];
