import { Button, Menu, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type FormEvent, Fragment, type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { useCan } from '../session/me.ts';
import { dismiss } from './dismissing.ts';
import figures from './figures.module.css';
import { isLearned, keywordResponders, meaningsOf } from './learning.ts';
import type { Definition, Lesson, Missed } from './types.ts';
import { useWords } from './words.ts';

interface Props {
  one: Missed;
  definition: Definition;
  ready: boolean;
  teach: (id: string, lesson: Lesson) => Promise<void>;
  onMeaning: (text: string) => void;
}

const NEAREST = 2;

/** One click for what it likely means, and for a responder of its own; the rest in a menu. */
export function Lessons(props: Props): ReactNode {
  const { one, definition, ready, teach } = props;
  const w = useWords();
  const [responder, setResponder] = useState<string | null>(null);
  const { likely } = meaningsOf(definition, one);
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
      {!learned &&
        likely.slice(0, NEAREST).map((intent) => (
          <Button
            key={intent}
            size="compact-xs"
            variant="light"
            disabled={!ready}
            onClick={() => void teach(one.id, { intent })}
          >
            {w('teach.example')}&nbsp;<span translate="no">{intent}</span>
          </Button>
        ))}
      {!learned && (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={w('teach.own.whole', { text: one.text })}
          onClick={() => {
            props.onMeaning(one.text);
          }}
        >
          {w('teach.own')}
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
  const mayWriteRules = useCan('rules.write');
  const meanings = meaningsOf(definition, one);
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
        {mayWriteArticles && (
          <Menu.Item
            onClick={() => {
              navigate(`/articles/new?title=${encodeURIComponent(one.text)}`);
            }}
          >
            {w('teach.article')}
          </Menu.Item>
        )}
        {mayWriteRules && (
          <Menu.Item
            onClick={() => {
              navigate(`/rules/new?text=${encodeURIComponent(one.text)}`);
            }}
          >
            {w('teach.rule')}
          </Menu.Item>
        )}
        {(['likely', 'others'] as const).map((which) => (
          <Fragment key={which}>
            {meanings[which].length > 0 && <Menu.Label>{w(`teach.${which}`)}</Menu.Label>}
            {meanings[which].map((intent) => (
              <Menu.Item
                key={intent}
                disabled={!ready}
                translate="no"
                onClick={() => void teach(one.id, { intent })}
              >
                {intent}
              </Menu.Item>
            ))}
          </Fragment>
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
