import { Button, Menu, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { useCan } from '../session/me.ts';
import { dismiss } from './dismissing.ts';
import figures from './figures.module.css';
import { intentsFor, isLearned, keywordResponders } from './learning.ts';
import type { Definition, Lesson, Missed } from './types.ts';
import { useWords } from './words.ts';

interface Props {
  one: Missed;
  definition: Definition;
  ready: boolean;
  teach: (id: string, lesson: Lesson) => Promise<void>;
  onMeaning: (text: string) => void;
}

/** One click for what it most likely means; the rest in a menu. */
export function Lessons(props: Props): ReactNode {
  const { one, definition, ready, teach } = props;
  const w = useWords();
  const [responder, setResponder] = useState<string | null>(null);
  const [likely] = intentsFor(definition, one.meant);
  const isNamed = likely !== undefined && one.meant.includes(likely);
  const learned = isLearned(definition, one.text);
  if (responder !== null) {
    return (
      <Keyword
        {...props}
        responder={responder}
        onClose={() => {
          setResponder(null);
        }}
      />
    );
  }
  return (
    <div className={figures.lessons}>
      {isNamed && !learned && (
        <Button
          size="compact-xs"
          variant="default"
          disabled={!ready}
          onClick={() => void teach(one.id, { intent: likely })}
        >
          {w('teach.example')}&nbsp;<span translate="no">{likely}</span>
        </Button>
      )}
      {!learned && <Others {...props} onKeyword={setResponder} />}
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        aria-label={w('dismiss.whole', { text: one.text })}
        onClick={() => {
          dismiss(one.id);
        }}
      >
        {w('dismiss')}
      </Button>
    </div>
  );
}

function Others(props: Props & { onKeyword: (responder: string) => void }): ReactNode {
  const { one, definition, ready, teach } = props;
  const w = useWords();
  const [, navigate] = useLocation();
  const mayWriteArticles = useCan('articles.write');
  const intents = intentsFor(definition, one.meant);
  const takers = keywordResponders(definition);
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="default"
          rightSection={<IconChevronDown size={13} />}
          aria-label={w('teach.whole', { text: one.text })}
        >
          {w('teach')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={figures.menu}>
        <Menu.Item
          onClick={() => {
            props.onMeaning(one.text);
          }}
        >
          {w('teach.meaning')}
        </Menu.Item>
        {mayWriteArticles && (
          <Menu.Item
            onClick={() => {
              navigate(`/articles/new?title=${encodeURIComponent(one.text)}`);
            }}
          >
            {w('teach.article')}
          </Menu.Item>
        )}
        {intents.length > 0 && <Menu.Label>{w('teach.example')}</Menu.Label>}
        {intents.map((intent) => (
          <Menu.Item
            key={intent}
            disabled={!ready}
            translate="no"
            onClick={() => void teach(one.id, { intent })}
          >
            {intent}
          </Menu.Item>
        ))}
        {takers.length > 0 && <Menu.Label>{w('teach.keyword')}</Menu.Label>}
        {takers.map((responder) => (
          <Menu.Item
            key={responder}
            disabled={!ready}
            translate="no"
            onClick={() => {
              props.onKeyword(responder);
            }}
          >
            {responder}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Seldom the whole sentence is the keyword. */
function Keyword(props: Props & { responder: string; onClose: () => void }): ReactNode {
  const { one, responder } = props;
  const w = useWords();
  const [text, setText] = useState(one.text);
  const add = (event: FormEvent): void => {
    event.preventDefault();
    void props.teach(one.id, { responder, text: text.trim() });
    props.onClose();
  };
  return (
    <form
      className={figures.lessons}
      onSubmit={add}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onClose();
      }}
    >
      <TextInput
        size="xs"
        autoFocus
        aria-label={w('teach.word', { name: responder })}
        maxLength={300}
        dir="auto"
        translate="no"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      <Button size="xs" type="submit" disabled={text.trim() === ''}>
        {w('teach.add')}
      </Button>
      <Button size="xs" variant="subtle" color="gray" onClick={props.onClose}>
        {w('cancel')}
      </Button>
    </form>
  );
}
