import { copyLink } from './copy-link.ts';
import { focusMessage } from './focus-message.ts';
import { liveForm } from './live-form.ts';
import { refreshPage } from './refresh-page.ts';
import { scrollBoxes } from './scroll-boxes.ts';
import { submitOnce } from './submit-once.ts';
import { uploadFiles } from './upload-files.ts';

/** Pages are complete without this script: it only saves a click or a wait. */
focusMessage();
submitOnce();
copyLink();
liveForm();
uploadFiles();
refreshPage();
scrollBoxes();
