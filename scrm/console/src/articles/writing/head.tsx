import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { useTongue } from '../../conditions/tongue.ts';
import { useCommands } from '../../keys/commands.ts';
import { useCan } from '../../session/me.ts';
import type { Article } from '../types.ts';
import { putAway, withdraw } from './acts.ts';
import { lacking, titleOf } from './draft.ts';
import type { Writing } from './saving.ts';
import { useWords } from './words.ts';
import room from '../../conditions/room.module.css';
import classes from './writing.module.css';

interface Props {
  article: Article | null;
  writing: Writing;
}

/** How it stands with an article, and what can be done: keep, publish, take back, put away. */
export function Head({ article, writing }: Props): ReactNode {
  const w = useWords();
  const mayWrite = useCan('articles.write');
  const [asking, setAsking] = useState(false);
  const state = article?.state ?? 'draft';
  return (
    <header className={classes.head}>
      <div className={classes.headLine}>
        <span className={room.state} data-state={state} title={w(`state.${state}.hint`)}>
          {w(`state.${state}`)}
        </span>
        {writing.isDirty && <span className={classes.unsaved}>{w('unsaved')}</span>}
        {mayWrite && (
          <span className={classes.acts}>
            <Keeping article={article} writing={writing} />
            {!article && writing.isDirty && <Leave writing={writing} />}
            {article && (
              <More
                article={article}
                writing={writing}
                onAsk={() => {
                  setAsking(true);
                }}
              />
            )}
          </span>
        )}
      </div>
      {mayWrite && <Lacks writing={writing} />}
      {asking && article && (
        <Withdrawing
          article={article}
          writing={writing}
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
    </header>
  );
}

function Keeping({ article, writing }: Props): ReactNode {
  const w = useWords();
  const { values, isDirty, busy } = writing;
  const maySave = isDirty && !busy && lacking(values, 'save') === null;
  const isNew = isDirty || article?.state !== 'published';
  useCommands([
    {
      id: 'save',
      label: 'save',
      group: 'general',
      keys: 'mod+s',
      whileTyping: true,
      run: () => {
        if (maySave) void writing.save();
      },
    },
  ]);
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        disabled={!maySave}
        onClick={() => void writing.save()}
      >
        {w('save')}
      </Button>
      <Button
        size="compact-sm"
        loading={busy}
        disabled={!isNew || lacking(values, 'publish') !== null}
        onClick={() => void writing.publish()}
      >
        {w('publish')}
      </Button>
    </>
  );
}

/** A new one is nowhere but here. */
function Leave({ writing }: { writing: Writing }): ReactNode {
  const w = useWords();
  const [, navigate] = useLocation();
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      onClick={() => {
        writing.discard();
        navigate('/articles');
      }}
    >
      {w('discard')}
    </Button>
  );
}

/** Said before somebody wonders why a button rests; of a page without a word nothing is. */
function Lacks({ writing }: { writing: Writing }): ReactNode {
  const w = useWords();
  const lack = lacking(writing.values, 'publish');
  if (lack === null || !writing.isDirty) return null;
  const [language, what] = lack;
  return (
    <p className={classes.lack}>
      {w(`lack.${what}`, { language: language ? w(`lang.${language}`) : '' })}
    </p>
  );
}

function More(props: Props & { article: Article; onAsk: () => void }): ReactNode {
  const { article, writing } = props;
  const w = useWords();
  const name = titleOf(article, useTongue());
  const [, navigate] = useLocation();
  const away = async (): Promise<void> => {
    if (await writing.run(() => putAway(article.id, name))) navigate('/articles');
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={26} variant="subtle" color="gray" aria-label={w('more')}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {writing.isDirty && <Menu.Item onClick={writing.discard}>{w('discard')}</Menu.Item>}
        {article.state === 'published' && (
          <Menu.Item onClick={() => void writing.run(() => withdraw(article.id, name, true))}>
            {w('withdraw')}
          </Menu.Item>
        )}
        {article.state === 'changed' && (
          <Menu.Item onClick={props.onAsk}>{w('withdraw')}</Menu.Item>
        )}
        <Menu.Item onClick={() => void away()}>{w('archive')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Of what is published and is not what is written, nothing would be left to take back. */
function Withdrawing(props: Props & { article: Article; onClose: () => void }): ReactNode {
  const { article, writing } = props;
  const w = useWords();
  const name = titleOf(article, useTongue());
  return (
    <div className={classes.ask} role="group" aria-label={w('withdraw')}>
      <span>{w('withdraw.ask')}</span>
      <Button
        size="compact-sm"
        color="red"
        autoFocus
        onClick={() => {
          props.onClose();
          void writing.run(() => withdraw(article.id, name, false));
        }}
      >
        {w('withdraw')}
      </Button>
      <Button size="compact-sm" variant="default" onClick={props.onClose}>
        {w('cancel')}
      </Button>
    </div>
  );
}
