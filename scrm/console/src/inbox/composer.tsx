import {
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react';
import { conversations as calls } from '../api/calls.ts';
import type { Content, Conversation, Message } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import { useCommands } from '../keys/commands.ts';
import { useCan, usePreferences } from '../session/me.ts';
import { toggleMark } from '../text/light.ts';
import { send } from './actions.ts';
import { ComposerFoot } from './composer-foot.tsx';
import { ComposerFiles, useUploads } from './composer-files.tsx';
import classes from './composer.module.css';
import { type Draft, type DraftKind, isAwaitedAt, readDraft, writeDraft } from './drafts.ts';
import { useLimit } from './limit.ts';
import { QuickMenu, useQuickReplies } from './quick-menu.tsx';
import { ReplyQuote } from './reply-quote.tsx';

const Elsewhere = lazy(() => import('./elsewhere.tsx'));
const Suggestions = lazy(() => import('../articles/suggestions.tsx'));
const ArchiveHint = lazy(() => import('./archive-hint.tsx'));

const TYPING_EVERY_MS = 4000;
const TALLEST = 280;

interface Props {
  conversation: Conversation;
  replyTo: Message | null;
  onReplyTo: (message: Message | null) => void;
}

/** The field grows with what is typed, to a limit. */
function fit(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.style.height = 'auto';
  field.style.height = `${Math.min(TALLEST, field.scrollHeight)}px`;
}

function useTypingNotice(id: string): () => void {
  const last = useRef(0);
  return () => {
    if (Date.now() - last.current < TYPING_EVERY_MS) return;
    last.current = Date.now();
    calls.typing(id).catch(() => undefined); // a courtesy: the next key tells it again
  };
}

export function Composer(props: Props): ReactNode {
  const { conversation, replyTo, onReplyTo } = props;
  const { id } = conversation;
  const t = useT();
  const mayWrite = useCan('conversations.write');
  const preferences = usePreferences();
  const field = useRef<HTMLTextAreaElement>(null);
  const isArchive = conversation.channel.platform === 'archive';
  const canReply = conversation.reachable && !isArchive;
  const [kind, setKind] = useState<DraftKind>(canReply ? 'reply' : 'note');
  const [text, setText] = useState(() => readDraft(id, kind).text);
  const uploads = useUploads(() => readDraft(id, kind).files);
  const notice = useTypingNotice(id);
  const limit = useLimit(conversation.channel.platform, text, uploads.files.length > 0);
  const change = (next: string): void => {
    setText(next);
    if (kind === 'reply' && next !== '') notice();
  };
  const quick = useQuickReplies(field, text, (next) => {
    change(next.text);
    requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret));
  });

  useEffect(() => {
    writeDraft(id, kind, { text, files: uploads.files, replyTo: replyTo?.id ?? null });
    fit(field.current);
  }, [id, kind, text, uploads.files, replyTo]);
  const restore = useEffectEvent((event: Event) => {
    if ((event as CustomEvent<string>).detail !== id) return;
    const draft = readDraft(id, kind);
    setText(draft.text);
    uploads.set(draft.files);
  });
  useEffect(() => {
    const listen = (event: Event): void => {
      restore(event);
    };
    window.addEventListener('scrm:draft', listen);
    return () => {
      window.removeEventListener('scrm:draft', listen);
    };
  }, []);
  useEffect(() => {
    if (replyTo) field.current?.focus();
  }, [replyTo]);

  useEffect(() => {
    if (isAwaitedAt(id)) field.current?.focus();
  }, [id]);

  /** The reply leaves this field; a note that is being written stays. */
  const take = (): Draft => {
    if (kind === 'note') return readDraft(id, 'reply');
    setText('');
    uploads.set([]);
    onReplyTo(null);
    return { text, files: uploads.files, replyTo: null };
  };
  const switchTo = (next: DraftKind): void => {
    if (next !== kind) {
      const draft = readDraft(id, next);
      setKind(next);
      setText(draft.text);
      uploads.set(draft.files);
    }
    field.current?.focus();
  };
  useCommands(
    mayWrite
      ? [
          ...(canReply
            ? [
                {
                  id: 'reply',
                  label: 'composer.reply',
                  group: 'composer',
                  keys: 'r',
                  run: () => {
                    switchTo('reply');
                  },
                } as const,
              ]
            : []),
          {
            id: 'note',
            label: 'composer.note',
            group: 'composer',
            keys: 'n',
            run: () => {
              switchTo('note');
            },
          },
        ]
      : [],
  );
  if (!mayWrite) return null;

  const isEmpty = text.trim() === '' && uploads.files.length === 0;
  const canSend = !isEmpty && !uploads.busy && (kind === 'note' || limit.left >= 0);
  const submit = (): void => {
    if (!canSend) return;
    const content: Content = { text: text.trim(), format: kind === 'reply' ? 'light' : 'plain' };
    if (uploads.files.length > 0) content.attachments = uploads.files.map((file) => file.id);
    if (replyTo && kind === 'reply') content.reply_to = replyTo.id;
    void send(id, { content, files: uploads.files, private: kind === 'note' });
    setText('');
    uploads.set([]);
    onReplyTo(null);
    field.current?.focus();
  };
  const mark = (sign: string): void => {
    const element = field.current;
    if (!element) return;
    const next = toggleMark(
      { text, start: element.selectionStart, end: element.selectionEnd },
      sign,
    );
    setText(next.text);
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(next.start, next.end);
    });
  };
  const insert = (piece: string): void => {
    const element = field.current;
    const at = element?.selectionStart ?? text.length;
    change(text.slice(0, at) + piece + text.slice(element?.selectionEnd ?? at));
    requestAnimationFrame(() => {
      element?.focus();
      element?.setSelectionRange(at + piece.length, at + piece.length);
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || quick.onKey(event)) return;
    const mod = event.ctrlKey || event.metaKey;
    const sends =
      event.key === 'Enter' && (mod || (preferences.enterSends === true && !event.shiftKey));
    const sign = mod ? { b: '**', i: '_', e: '`' }[event.key] : undefined;
    if (sends) submit();
    else if (sign) mark(sign);
    else if (event.key === 'Escape') {
      if (replyTo) onReplyTo(null);
      else field.current?.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const receive = (event: ClipboardEvent | DragEvent, list: FileList): void => {
    if (list.length === 0) return;
    event.preventDefault();
    uploads.add([...list]);
  };
  return (
    <div
      className={classes.composer}
      data-kind={kind}
      onDragOver={(event) => {
        event.preventDefault();
      }}
      onDrop={(event) => {
        receive(event, event.dataTransfer.files);
      }}
    >
      <div className={classes.kinds} role="group" aria-label={t('composer.title')}>
        {(['reply', 'note'] as const).map((choice) => (
          <button
            key={choice}
            type="button"
            aria-pressed={kind === choice}
            disabled={choice === 'reply' && !canReply}
            onClick={() => {
              switchTo(choice);
            }}
          >
            {t(`composer.${choice}`)}
          </button>
        ))}
        {!canReply && !isArchive && (
          <span className={classes.cannot}>{t('composer.unreachable')}</span>
        )}
        {kind === 'reply' && (
          <Suspense>
            <Suggestions conversation={conversation} onInsert={insert} />
          </Suspense>
        )}
        {!isArchive && (
          <Suspense>
            <Elsewhere conversation={conversation} isBusy={uploads.busy} take={take} />
          </Suspense>
        )}
      </div>
      {isArchive && (
        <Suspense>
          <ArchiveHint contact={conversation.contact} />
        </Suspense>
      )}
      {replyTo && kind === 'reply' && (
        <ReplyQuote
          message={replyTo}
          onClose={() => {
            onReplyTo(null);
          }}
        />
      )}
      <QuickMenu quick={quick} />
      <textarea
        ref={field}
        rows={2}
        dir="auto"
        value={text}
        aria-label={t(kind === 'reply' ? 'composer.reply' : 'composer.note')}
        placeholder={t(
          kind === 'reply' ? 'composer.reply.placeholder' : 'composer.note.placeholder',
        )}
        onChange={(event) => {
          change(event.currentTarget.value);
          quick.onCaret();
        }}
        onSelect={quick.onCaret}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          receive(event, event.clipboardData.files);
        }}
      />
      <ComposerFiles uploads={uploads} />
      <ComposerFoot
        kind={kind}
        limit={kind === 'reply' ? limit : null}
        canSend={canSend}
        onSend={submit}
        onFiles={uploads.add}
        onMark={mark}
        onInsert={insert}
        onQuick={quick.open}
      />
    </div>
  );
}
