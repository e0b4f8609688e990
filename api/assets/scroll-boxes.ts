/** A box that scrolls begins at what it is about, such as the place of a case in its diagram. */
export function scrollBoxes(): void {
  for (const box of document.querySelectorAll<HTMLElement>('[data-scroll-to]')) {
    const target = box.querySelector(box.dataset['scrollTo'] ?? '');
    if (target) centre(box, target);
  }
}

/** Inside the box alone: `scrollIntoView` would take the page along. */
function centre(box: HTMLElement, target: Element): void {
  const [outer, inner] = [box.getBoundingClientRect(), target.getBoundingClientRect()];
  box.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
  box.scrollTop += inner.top + inner.height / 2 - (outer.top + outer.height / 2);
}
