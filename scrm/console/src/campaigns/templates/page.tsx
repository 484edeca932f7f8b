import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Attachment } from '../../api/types.ts';
import room from '../../conditions/room.module.css';
import { Empty, Loading, ProblemNote } from '../../shell/states.tsx';
import { invalidate, useResource } from '../../state/resource.ts';
import { campaigns } from '../calls.ts';
import classes from '../campaigns.module.css';
import { draftOf } from '../draft.ts';
import { useWords } from '../words.ts';
import { templates } from './calls.ts';
import { TemplateEditor } from './editor.tsx';
import { TemplateList } from './list.tsx';
import type { WholeTemplate } from './types.ts';

export function TemplatesPage({ template }: { template: string | null }): ReactNode {
  const w = useWords();
  if (template === null) return <TemplateList />;
  return (
    <div className={classes.page}>
      <Link href="/campaigns/templates" className={room.backward}>
        <IconArrowLeft size={18} /> {w('tab.templates')}
      </Link>
      {template === 'new' ? (
        <TemplateEditor whole={null} starts={draftOf({})} />
      ) : (
        <Kept key={template} id={template} />
      )}
    </div>
  );
}

async function load(id: string): Promise<{ whole: WholeTemplate; file: Attachment | null }> {
  const whole = await templates.get(id);
  const file = whole.message.attachments?.[0];
  return { whole, file: file === undefined ? null : await campaigns.file(file) };
}

function Kept({ id }: { id: string }): ReactNode {
  const w = useWords();
  const { data, problem, reload } = useResource(`templates/one/${id}`, () => load(id));
  if (problem && !data) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!data) return <Loading />;
  const { whole, file } = data;
  if (whole.archived_at === null) {
    const { name, message } = whole;
    return (
      <TemplateEditor key={whole.edition} whole={whole} starts={draftOf({ name, message }, file)} />
    );
  }
  const back = async (): Promise<void> => {
    await templates.bringBack(id);
    invalidate('templates/');
  };
  return (
    <Empty title={w('tpl.gone')}>
      <Button variant="default" onClick={() => void back()}>
        {w('back')}
      </Button>
    </Empty>
  );
}
