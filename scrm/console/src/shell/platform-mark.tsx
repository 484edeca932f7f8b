import {
  IconArchive,
  IconBrandTelegram,
  IconMessageCircle,
  IconPlugConnected,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';

const MARKS = {
  telegram: { icon: IconBrandTelegram, colour: '#1c83b8' },
  webchat: { icon: IconMessageCircle, colour: '#0f7b6c' },
  archive: { icon: IconArchive, colour: 'var(--text-dim)' },
};

/** A small sign for the platform. It only repeats what text beside it says. */
export function PlatformMark(props: { platform: string; size?: number }): ReactNode {
  const mark = MARKS[props.platform as keyof typeof MARKS];
  const Icon = mark?.icon ?? IconPlugConnected;
  return <Icon size={props.size ?? 16} color={mark?.colour ?? 'var(--text-dim)'} aria-hidden />;
}
