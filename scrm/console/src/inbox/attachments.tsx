import { Button, Modal } from '@mantine/core';
import {
  IconAlertTriangle,
  IconDownload,
  IconFile,
  IconHourglass,
  IconMusic,
} from '@tabler/icons-react';
import { type CSSProperties, type ReactNode, useState } from 'react';
import { files } from '../api/calls.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Attachment } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { useCan } from '../session/me.ts';
import { useProblemText } from '../shell/states.tsx';
import classes from './attachments.module.css';
import { VoicePlayer } from './voice.tsx';

const LARGEST = 320;

/** The size at which a picture is shown, known before it is loaded so that nothing jumps. */
function pictureSize(file: Attachment, largest: number): CSSProperties {
  const [width, height] = [file.width ?? 4, file.height ?? 3];
  const shown = Math.min(largest, (largest * width) / Math.max(width, height));
  return { width: Math.round(Math.max(90, shown)), aspectRatio: `${width} / ${height}` };
}

export function Attachments({ files }: { files: readonly Attachment[] }): ReactNode {
  if (files.length === 0) return null;
  const pictures = files.filter((file) => file.kind === 'photo' && file.state === 'stored');
  const others = files.filter((file) => !pictures.includes(file));
  return (
    <>
      {pictures.length > 0 && <Pictures files={pictures} />}
      {others.map((file) => (
        <FileView key={file.id} file={file} />
      ))}
    </>
  );
}

function Pictures({ files }: { files: readonly Attachment[] }): ReactNode {
  const t = useT();
  const [open, setOpen] = useState<Attachment | null>(null);
  const isAlbum = files.length > 1;
  return (
    <div className={classes.pictures} data-album={isAlbum}>
      {files.map((file) => (
        <button
          key={file.id}
          type="button"
          className={classes.picture}
          style={isAlbum ? undefined : pictureSize(file, LARGEST)}
          aria-label={t('file.open', { name: file.name || t('file.photo') })}
          onClick={() => {
            setOpen(file);
          }}
        >
          <img src={file.url} alt="" loading="lazy" />
        </button>
      ))}
      <Modal
        opened={open !== null}
        onClose={() => {
          setOpen(null);
        }}
        size="auto"
        centered
        title={open?.name || t('file.photo')}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        {open && (
          <img className={classes.large} src={open.url} alt={open.name || t('file.photo')} />
        )}
      </Modal>
    </div>
  );
}

function FileView({ file }: { file: Attachment }): ReactNode {
  const t = useT();
  if (file.state === 'pending') {
    return (
      <div className={classes.pending} role="status">
        <IconHourglass size={16} aria-hidden />
        {t('file.pending')}
      </div>
    );
  }
  if (file.state !== 'stored') return <Missing file={file} />;
  switch (file.kind) {
    case 'voice':
      return <VoicePlayer file={file} />;
    case 'audio':
      return (
        <div className={classes.audio}>
          <span>
            <IconMusic size={16} aria-hidden />
            <span dir="auto" translate="no">
              {file.name}
            </span>
          </span>
          <VoicePlayer file={file} />
        </div>
      );
    case 'video':
      return (
        <video
          className={classes.video}
          style={pictureSize(file, LARGEST)}
          src={file.url}
          controls
          preload="metadata"
          aria-label={file.name || t('file.video')}
        />
      );
    case 'sticker':
      return file.media_type.startsWith('image/') ? (
        <img className={classes.sticker} src={file.url} alt={file.name || t('file.sticker')} />
      ) : (
        <Document file={file} />
      );
    default:
      return <Document file={file} />;
  }
}

function Missing({ file }: { file: Attachment }): ReactNode {
  const t = useT();
  const format = useFormat();
  return (
    <div className={classes.missing}>
      <IconAlertTriangle size={16} aria-hidden />
      <span>
        {file.state === 'too_large'
          ? t('file.tooLarge', { size: format.bytes(file.size) })
          : t('file.failed', { reason: file.reason ?? '' })}
      </span>
      {file.state === 'failed' && <FetchAgain id={file.id} />}
    </div>
  );
}

/** The hub has given up; a person who knows that the platform is back may have it try once more. */
function FetchAgain({ id }: { id: string }): ReactNode {
  const t = useT();
  const explain = useProblemText();
  const mayFetch = useCan('files.write');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (!mayFetch) return null;
  const run = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await files.fetchAgain(id);
    } catch (cause) {
      setProblem(asProblem(cause));
    }
    setBusy(false);
  };
  return (
    <>
      <Button size="compact-xs" variant="default" disabled={busy} onClick={() => void run()}>
        {t('file.fetchAgain')}
      </Button>
      {problem && <span role="alert">{explain(problem)}</span>}
    </>
  );
}

export function Document({ file }: { file: Attachment }): ReactNode {
  const t = useT();
  const format = useFormat();
  const name = file.name || t('file.document');
  return (
    <a
      className={classes.document}
      href={file.url}
      download={name}
      title={t('file.download', { name })}
    >
      <span className={classes.documentIcon}>
        <IconFile size={20} aria-hidden />
      </span>
      <span className={classes.documentText}>
        <b dir="auto" translate="no">
          {name}
        </b>
        <small>{format.bytes(file.size)}</small>
      </span>
      <IconDownload size={16} aria-hidden />
    </a>
  );
}
