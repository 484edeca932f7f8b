import { element } from './dom.ts';

/** Takes files that are dropped anywhere on the chat, and says so while they hang over it. */
export function takeDrops(label: string, dropped: (files: FileList) => void): HTMLElement {
  const cover = element('div', { class: 'cover', hidden: true }, label);
  const carriesFiles = (event: DragEvent): boolean =>
    event.dataTransfer?.types.includes('Files') ?? false;
  addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    cover.hidden = false;
  });
  addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) cover.hidden = true;
  });
  addEventListener('drop', (event) => {
    cover.hidden = true;
    if (!carriesFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    dropped(event.dataTransfer.files);
  });
  return cover;
}
