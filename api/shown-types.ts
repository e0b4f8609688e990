/** What a browser shows without running anything of it in our origin. */
export function isPicture(mediaType: string): boolean {
  return mediaType === 'image/png' || mediaType === 'image/jpeg';
}

export function isShown(mediaType: string): boolean {
  return isPicture(mediaType) || isPdf(mediaType);
}

/** Browsers show it in a viewer of their own, apart from our pages. */
export function isPdf(mediaType: string): boolean {
  return mediaType === 'application/pdf';
}
