/** A scan of ten pages in colour; photos of telephones have less. */
export const MAX_FILE_BYTES = 10_000_000;
/** All files of one application. */
export const MAX_DRAFT_BYTES = 50_000_000;
/** Of one field, whatever the form says. */
export const MAX_FILES_PER_FIELD = 20;
