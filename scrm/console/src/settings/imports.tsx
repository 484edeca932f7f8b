import { Button, FileButton } from '@mantine/core';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { imports } from '../api/calls.ts';
import type { Import, Page } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import ImportDialog from '../imports/dialog.tsx';
import { ImportProgress } from '../imports/progress.tsx';
import { Empty, Loading, ProblemNote } from '../shell/states.tsx';
import { overwrite, useResource } from '../state/resource.ts';
import { onStream } from '../stream/source.ts';
import { Section } from './section.tsx';
import classes from './settings.module.css';
import { useWords } from './words.ts';

function keep(changed: Import): void {
  overwrite<Page<Import>>('imports', (page) => {
    if (!page) return page;
    const others = page.items.filter((known) => known.id !== changed.id);
    const isKnown = others.length < page.items.length;
    return {
      ...page,
      items: isKnown
        ? page.items.map((known) => (known.id === changed.id ? changed : known))
        : [changed, ...others],
    };
  });
}

export default function Imports(): ReactNode {
  const t = useT();
  const w = useWords();
  const [, navigate] = useLocation();
  const [file, setFile] = useState<File | null>(null);
  const { data, problem, reload } = useResource('imports', imports.list);
  useEffect(
    () =>
      onStream('import.changed', (event) => {
        keep(event.import);
      }),
    [],
  );
  return (
    <Section
      title={t('settings.imports')}
      text={w('imports.text')}
      action={
        <FileButton
          onChange={setFile}
          accept=".txt,.zip,text/plain,application/zip"
          inputProps={{ 'aria-label': w('import.title') }}
        >
          {(button) => (
            <Button leftSection={<IconPlus size={16} />} {...button}>
              {w('import.choose')}
            </Button>
          )}
        </FileButton>
      }
    >
      {problem && <ProblemNote problem={problem} onRetry={reload} />}
      {!data && !problem && <Loading rows={2} height={56} />}
      {data?.items.length === 0 && (
        <Empty
          icon={<IconFileImport size={30} stroke={1.4} />}
          title={w('imports.empty')}
          text={w('imports.empty.text')}
        />
      )}
      <ul className={classes.rows}>
        {data?.items.map((one) => (
          <li key={one.id}>
            <div className={classes.row}>
              <div className={classes.text}>
                <b dir="auto" translate="no">
                  {one.file_name}
                </b>
                <ImportProgress value={one} onAnswered={keep} />
              </div>
              {one.report?.conversation_id && (
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => {
                    navigate(`/inbox/${one.report?.conversation_id ?? ''}`);
                  }}
                >
                  {w('import.open')}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      {file && (
        <ImportDialog
          file={file}
          onClose={() => {
            setFile(null);
            reload();
          }}
          onOpen={(id) => {
            navigate(`/inbox/${id}`);
          }}
        />
      )}
    </Section>
  );
}
