import {
  IconFile,
  IconMapPin,
  IconMicrophone,
  IconMusic,
  IconPaperclip,
  IconPhoto,
  IconSticker,
  IconUser,
  IconVideo,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { LastMessage } from '../api/types.ts';
import type { MessageKey } from '../i18n/catalogue.ts';
import { useT } from '../i18n/context.tsx';
import classes from './list.module.css';

const KINDS: Record<string, { icon: typeof IconFile; words: MessageKey }> = {
  photo: { icon: IconPhoto, words: 'file.photo' },
  document: { icon: IconFile, words: 'file.document' },
  voice: { icon: IconMicrophone, words: 'voice.title' },
  audio: { icon: IconMusic, words: 'file.audio' },
  video: { icon: IconVideo, words: 'file.video' },
  sticker: { icon: IconSticker, words: 'file.sticker' },
  location: { icon: IconMapPin, words: 'message.location' },
  contact: { icon: IconUser, words: 'row.contact' },
};
const UNKNOWN = { icon: IconPaperclip, words: 'row.attachment' } as const;
const WORDLESS = /^(?:\[([a-z]+)\])?$/;

/** The last words of a conversation; what came without words is named in the reader's own. */
export function LastLine({ message }: { message: LastMessage }): ReactNode {
  const t = useT();
  if (message.text === '/start') return t('message.started');
  const wordless = WORDLESS.exec(message.text);
  const kind = wordless && (KINDS[wordless[1] ?? ''] ?? (wordless[1] ? null : UNKNOWN));
  if (!kind) return <span translate="no">{message.text}</span>;
  const Icon = kind.icon;
  return (
    <>
      <Icon size={14} aria-hidden className={classes.kind} />
      {t(kind.words)}
    </>
  );
}
