import { ActionIcon, Loader } from '@mantine/core';
import { IconRefresh, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { files as calls } from '../api/calls.ts';
import { newKey } from '../api/client.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Attachment } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { useProblemText } from '../shell/states.tsx';
import classes from './composer.module.css';

interface Upload {
  key: string;
  file: File;
  problem: Problem | null;
}

export interface Uploads {
  files: readonly Attachment[];
  uploading: readonly Upload[];
  busy: boolean;
  add: (files: readonly File[]) => void;
  retry: (upload: Upload) => void;
  drop: (key: string) => void;
  set: (files: readonly Attachment[]) => void;
}

/** Files travel as soon as they are chosen; what failed stays, to be tried again. */
export function useUploads(initial: () => readonly Attachment[]): Uploads {
  const [files, setFiles] = useState<readonly Attachment[]>(initial);
  const [uploading, setUploading] = useState<readonly Upload[]>([]);
  const start = async (upload: Upload): Promise<void> => {
    const others = (all: readonly Upload[]): Upload[] =>
      all.filter((one) => one.key !== upload.key);
    setUploading((all) => [...others(all), { ...upload, problem: null }]);
    try {
      const stored = await calls.upload(upload.file, upload.key);
      setUploading(others);
      setFiles((all) => [...all, stored]);
    } catch (cause) {
      const problem = asProblem(cause);
      setUploading((all) => [...others(all), { ...upload, problem }]);
    }
  };
  return {
    files,
    uploading,
    busy: uploading.length > 0,
    add: (chosen) => {
      for (const file of chosen) void start({ key: newKey(), file, problem: null });
    },
    retry: (upload) => void start(upload),
    drop: (key) => {
      setFiles((all) => all.filter((file) => file.id !== key));
      setUploading((all) => all.filter((upload) => upload.key !== key));
    },
    set: setFiles,
  };
}

export function ComposerFiles({ uploads }: { uploads: Uploads }): ReactNode {
  const t = useT();
  const format = useFormat();
  const explain = useProblemText();
  if (uploads.files.length + uploads.uploading.length === 0) return null;
  return (
    <ul className={classes.files}>
      {uploads.files.map((file) => (
        <li key={file.id}>
          {file.kind === 'photo' && <img src={file.url} alt="" />}
          <span dir="auto" translate="no">
            {file.name}
          </span>
          <small>{format.bytes(file.size)}</small>
          <ActionIcon
            size={20}
            aria-label={t('composer.dropFile', { name: file.name })}
            onClick={() => {
              uploads.drop(file.id);
            }}
          >
            <IconX size={13} />
          </ActionIcon>
        </li>
      ))}
      {uploads.uploading.map((upload) => (
        <li key={upload.key} data-bad={upload.problem !== null}>
          {!upload.problem && <Loader size={14} />}
          <span dir="auto" translate="no">
            {upload.file.name}
          </span>
          {upload.problem && (
            <>
              <small role="alert">{explain(upload.problem)}</small>
              <ActionIcon
                size={20}
                aria-label={t('retry')}
                onClick={() => {
                  uploads.retry(upload);
                }}
              >
                <IconRefresh size={13} />
              </ActionIcon>
            </>
          )}
          <ActionIcon
            size={20}
            aria-label={t('composer.dropFile', { name: upload.file.name })}
            onClick={() => {
              uploads.drop(upload.key);
            }}
          >
            <IconX size={13} />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}
