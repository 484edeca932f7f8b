import {
  IconAddressBook,
  IconFile,
  IconGif,
  IconMapPin,
  IconMicrophone,
  IconMusic,
  IconPaperclip,
  IconPhoto,
  IconSticker,
  IconVideo,
} from '@tabler/icons-react';
import type { MessageKey } from '../i18n/catalogue.ts';

export interface FileKind {
  icon: typeof IconFile;
  words: MessageKey;
}

const KINDS: Record<string, FileKind> = {
  photo: { icon: IconPhoto, words: 'file.photo' },
  image: { icon: IconPhoto, words: 'file.photo' },
  document: { icon: IconFile, words: 'file.document' },
  voice: { icon: IconMicrophone, words: 'voice.title' },
  audio: { icon: IconMusic, words: 'file.audio' },
  video: { icon: IconVideo, words: 'file.video' },
  gif: { icon: IconGif, words: 'file.gif' },
  sticker: { icon: IconSticker, words: 'file.sticker' },
  location: { icon: IconMapPin, words: 'message.location' },
  contact: { icon: IconAddressBook, words: 'row.contact' },
};
/** Something without words of which nobody says what it is. */
export const ATTACHMENT: FileKind = { icon: IconPaperclip, words: 'row.attachment' };

/** How a kind of file, or of what else a message may be instead of words, is shown and called. */
export function fileKind(kind: string): FileKind | null {
  return KINDS[kind] ?? null;
}
