import '@mantine/core/styles/Pill.layer.css';
import '@mantine/core/styles/PillsInput.layer.css';
import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Attachment } from '../api/types.ts';
import room from '../conditions/room.module.css';
import { Empty, Loading, ProblemNote } from '../shell/states.tsx';
import { invalidate, useResource } from '../state/resource.ts';
import { campaigns } from './calls.ts';
import classes from './campaigns.module.css';
import { draftOf } from './draft.ts';
import { CampaignEditor } from './editor.tsx';
import { CampaignList } from './list.tsx';
import { TemplatesPage } from './templates/page.tsx';
import type { WholeCampaign } from './types.ts';
import { useWords } from './words.ts';

export default function CampaignsPage(props: { path: string | undefined }): ReactNode {
  const w = useWords();
  const [campaign, item] = (props.path ?? '').split('/');
  if (!campaign) return <CampaignList />;
  if (campaign === 'templates') return <TemplatesPage template={item ?? null} />;
  return (
    <div className={classes.page}>
      <Link href="/campaigns" className={room.backward}>
        <IconArrowLeft size={18} /> {w('title')}
      </Link>
      {campaign === 'new' ? (
        <CampaignEditor whole={null} starts={draftOf({})} />
      ) : (
        <Kept key={campaign} id={campaign} />
      )}
    </div>
  );
}

interface Loaded {
  whole: WholeCampaign;
  file: Attachment | null;
}

/** With what is known of its file, which the hub keeps as an id. */
async function load(id: string): Promise<Loaded> {
  const whole = await campaigns.get(id);
  const file = whole.definition.message?.attachments?.[0];
  return { whole, file: file === undefined ? null : await campaigns.file(file) };
}

function Kept({ id }: { id: string }): ReactNode {
  const w = useWords();
  const { data, problem, reload } = useResource(`campaigns/one/${id}`, () => load(id));
  if (problem && !data) return <ProblemNote problem={problem} onRetry={reload} />;
  if (!data) return <Loading />;
  const { whole, file } = data;
  if (whole.archived_at === null) {
    return (
      <CampaignEditor
        key={JSON.stringify(whole.definition)}
        whole={whole}
        starts={draftOf(whole.definition, file)}
      />
    );
  }
  const back = async (): Promise<void> => {
    await campaigns.change(id, { archived: false });
    invalidate('campaigns/');
  };
  return (
    <Empty title={w('gone')}>
      <Button variant="default" onClick={() => void back()}>
        {w('back')}
      </Button>
    </Empty>
  );
}
