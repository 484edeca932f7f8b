import type { Attachment } from '../machine/protocol.ts';
import { element, icon } from './dom.ts';
import type { Files } from './files.ts';
import type { Language } from './words.ts';

/** What every browser can show; the rest is a file to keep. */
const PICTURE = /^image\/(png|jpe?g|gif|webp|avif)$/;

export function attachmentView(file: Attachment, files: Files, language: Language): HTMLElement {
  return PICTURE.test(file.type)
    ? pictureView(file, files, language)
    : fileView(file, files, language);
}

function pictureView(file: Attachment, files: Files, language: Language): HTMLElement {
  const label = language.say('picture', { name: file.name });
  const picture = element('img', { alt: label, class: 'picture' });
  const opened = element('a', { class: 'open', target: '_blank', 'aria-busy': 'true' }, picture);
  files.address(file.id).then(
    (address) => {
      picture.src = address;
      opened.href = address;
      opened.removeAttribute('aria-busy');
    },
    () => opened.replaceWith(fileView(file, files, language)),
  );
  return opened;
}

/** Fetched when it is asked for: the token goes in a header, which no plain link can carry. */
function fileView(file: Attachment, files: Files, language: Language): HTMLElement {
  const note = element('span', { class: 'size' }, language.size(file.size));
  const name = element('bdi', { class: 'name' }, file.name);
  const label = language.say('open', { name: file.name });
  const save = (): void => {
    files.address(file.id).then(
      (address) => element('a', { href: address, download: file.name }).click(),
      () => note.replaceChildren(language.say('fileGone', { name: file.name })),
    );
  };
  return element(
    'button',
    { type: 'button', class: 'file', 'aria-label': label, onclick: save },
    icon('file'),
    element('span', { class: 'about' }, name, note),
  );
}
