import { ActionIcon } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { type CSSProperties, type ReactNode, useRef, useState } from 'react';
import type { Attachment } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import { playTime } from '../i18n/time.ts';
import classes from './attachments.module.css';

const RATES = [1, 1.5, 2] as const;

/** Plays a voice message in place: play, seek, speed. Asks for the bytes only when played. */
export function VoicePlayer({ file }: { file: Attachment }): ReactNode {
  const t = useT();
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [failed, setFailed] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(file.duration ?? 0);
  const [rate, setRate] = useState<number>(1);

  const toggle = async (): Promise<void> => {
    const element = audio.current;
    if (!element) return;
    if (!element.paused) {
      element.pause();
      return;
    }
    element.playbackRate = rate;
    try {
      await element.play();
    } catch {
      setFailed(true);
    }
  };
  const nextRate = (): void => {
    const next = RATES[(RATES.indexOf(rate as 1) + 1) % RATES.length] ?? 1;
    setRate(next);
    if (audio.current) audio.current.playbackRate = next;
  };
  if (failed) {
    return (
      <a href={file.url} download={file.name}>
        {t('voice.failed')}
      </a>
    );
  }
  return (
    <div className={classes.voice} role="group" aria-label={t('voice.title')}>
      <audio
        ref={audio}
        src={file.url}
        preload="none"
        onPlay={() => {
          setPlaying(true);
        }}
        onPause={() => {
          setPlaying(false);
        }}
        onEnded={() => {
          setAt(0);
        }}
        onTimeUpdate={(event) => {
          setAt(event.currentTarget.currentTime);
        }}
        onLoadedMetadata={(event) => {
          const { duration } = event.currentTarget;
          if (Number.isFinite(duration)) setLength(duration); // a stream of Opus may not say
        }}
      />
      <ActionIcon
        variant="filled"
        color="accent"
        radius="xl"
        size={32}
        aria-label={t(playing ? 'voice.pause' : 'voice.play')}
        onClick={() => void toggle()}
      >
        {playing ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
      </ActionIcon>
      <input
        type="range"
        min={0}
        max={Math.max(1, length)}
        step={0.1}
        value={at}
        style={{ '--played': `${(100 * at) / Math.max(1, length)}%` } as CSSProperties}
        aria-label={t('voice.position')}
        aria-valuetext={playTime(at)}
        onChange={(event) => {
          const place = Number(event.currentTarget.value);
          setAt(place);
          if (audio.current) audio.current.currentTime = place;
        }}
      />
      <time translate="no">{playTime(playing || at > 0 ? at : length)}</time>
      {(playing || at > 0) && (
        <button
          type="button"
          className={classes.rate}
          onClick={nextRate}
          aria-label={t('voice.rate', { rate })}
        >
          <span translate="no">{rate}×</span>
        </button>
      )}
    </div>
  );
}
