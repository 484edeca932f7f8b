import { IconLink, IconMapPin, IconPlayerPlay, IconPointer, IconUser } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense } from 'react';
import type { Attachment, Content, Message, Span } from '../api/types.ts';
import type { Translate } from '../i18n/catalogue.ts';
import { useT } from '../i18n/context.tsx';
import { Formatted } from '../text/formatted.tsx';
import { parseLight } from '../text/light.ts';
import { Attachments } from './attachments.tsx';
import classes from './bubble.module.css';
import { OmittedFile, OmittedLine } from './omitted.tsx';

const HandOverCard = lazy(() => import('./hand-over.tsx'));

const JUMBO =
  /^(?:\p{Extended_Pictographic}(?:\u{FE0F}|\u{200D}|[\u{1F3FB}-\u{1F3FF}]|\p{Extended_Pictographic})*){1,3}$/u;

/** The text that people see and its formatting, whichever way it was written down. */
export function shownText(message: { text: string; content: Content }): {
  text: string;
  spans: readonly Span[];
} {
  const { content } = message;
  if (content.format === 'light') return parseLight(content.text ?? message.text);
  return { text: content.text ?? message.text, spans: content.spans ?? [] };
}

/** Whether it is there to be looked at; what couldn't be fetched is a line of words. */
function isSeen(file: Attachment): boolean {
  const { kind, state } = file;
  return state === 'stored' && (kind === 'photo' || kind === 'sticker' || kind === 'video');
}

export function Bubble(props: { message: Message; repliedTo?: Message }): ReactNode {
  const { message, repliedTo } = props;
  const t = useT();
  const { content } = message;
  const { text, spans } = shownText(message);
  if (message.deleted) {
    return (
      <div className={classes.bubble} data-direction={message.direction} data-deleted>
        {t('message.deleted')}
      </div>
    );
  }
  if (JUMBO.test(text) && message.attachments.length === 0 && !content.omitted) {
    return (
      <div className={classes.jumbo} translate="no">
        {text}
      </div>
    );
  }
  const isPicture = message.attachments.length > 0 && message.attachments.every(isSeen);
  const isBare = text === '' && !repliedTo && isPicture;
  const words = text !== '' && content.start == null && !content.press && (
    <div className={classes.text}>
      <Formatted text={text} spans={spans} />
    </div>
  );
  return (
    <div className={classes.stack}>
      <div
        className={classes.bubble}
        data-direction={message.direction}
        data-bare={isBare}
        data-picture={isPicture}
      >
        {repliedTo && <Quote message={repliedTo} />}
        <Attachments files={message.attachments} />
        {content.omitted && <OmittedFile file={content.omitted} />}
        {content.location && <LocationView location={content.location} />}
        {content.contact && <ContactCard card={content.contact} />}
        {content.press && (
          <span className={classes.press}>
            <IconPointer size={15} aria-hidden />
            {t('message.pressed', { label: content.press.label || content.press.value })}
          </span>
        )}
        {content.start != null && (
          <span className={classes.press}>
            <IconPlayerPlay size={15} aria-hidden />
            {startedBy(content.start, t)}
          </span>
        )}
        {content.hand_over ? (
          <Suspense fallback={words}>
            <HandOverCard call={content.hand_over} />
          </Suspense>
        ) : (
          words
        )}
      </div>
      {content.buttons && content.buttons.length > 0 && (
        <div className={classes.buttons}>
          {content.buttons.map((button, index) => (
            <span key={index} translate="no">
              <bdi>{button.label}</bdi>
              {button.url && <IconLink size={12} aria-hidden />}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

export function Quote({ message }: { message: Message }): ReactNode {
  const t = useT();
  const { text } = shownText(message);
  const { press } = message.content;
  return (
    <blockquote className={classes.quote}>
      <b dir="auto" translate="no">
        {message.author.name}
      </b>
      {text !== '' ? (
        <span dir="auto" translate="no">
          {text}
        </span>
      ) : message.content.omitted ? (
        <span>
          <OmittedLine file={message.content.omitted} />
        </span>
      ) : (
        <span>
          {press
            ? t('message.pressed', { label: press.label || press.value })
            : t('row.attachment')}
        </span>
      )}
    </blockquote>
  );
}

function LocationView({ location }: { location: NonNullable<Content['location']> }): ReactNode {
  const t = useT();
  const { latitude, longitude, title, address } = location;
  const place = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return (
    <a
      className={classes.card}
      href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`}
      target="_blank"
      rel="noopener noreferrer"
    >
      <span className={classes.cardIcon}>
        <IconMapPin size={20} aria-hidden />
      </span>
      <span>
        {title ? (
          <b dir="auto" translate="no">
            {title}
          </b>
        ) : (
          <b>{t('message.location')}</b>
        )}
        <small dir="auto" translate="no">
          {address ?? place}
        </small>
      </span>
    </a>
  );
}

function ContactCard({ card }: { card: NonNullable<Content['contact']> }): ReactNode {
  const t = useT();
  return (
    <a className={classes.card} href={`tel:${card.phone.replace(/[^+\d]/g, '')}`}>
      <span className={classes.cardIcon}>
        <IconUser size={20} aria-hidden />
      </span>
      <span>
        <b dir="auto" translate="no">
          {card.name}
        </b>
        <small dir="ltr" translate="no">
          {card.phone}
        </small>
        {card.own && <small>{t('message.ownContact')}</small>}
      </span>
    </a>
  );
}

/** A link that the hub made says nothing in itself: what it did stands beside the person. */
function startedBy(payload: string, t: Translate): string {
  if (payload === '') return t('message.started');
  if (/^[\w-]{43}$/.test(payload)) return t('message.startedByOurs');
  return t('message.startedBy', { payload });
}
