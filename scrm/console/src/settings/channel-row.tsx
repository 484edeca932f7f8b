import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { channels } from '../api/calls.ts';
import type { Channel, Page, Platform } from '../api/types.ts';
import { useFormat, useT } from '../i18n/context.tsx';
import { useNow } from '../i18n/now.ts';
import { isKnown, useReason } from '../inbox/reasons/words.ts';
import { useCan } from '../session/me.ts';
import { PlatformMark } from '../shell/platform-mark.tsx';
import { ProblemNote } from '../shell/states.tsx';
import { overwrite, useResource } from '../state/resource.ts';
import { Basis } from './channel-basis.tsx';
import { CopyField } from './copy-field.tsx';
import { useCall } from './section.tsx';
import classes from './settings.module.css';
import { useWords } from './words.ts';

export function keepChannel(channel: Channel): void {
  overwrite<Page<Channel>>(
    'channels',
    (page) =>
      page && {
        ...page,
        items: page.items.some((known) => known.id === channel.id)
          ? page.items.map((known) => (known.id === channel.id ? channel : known))
          : [...page.items, channel],
      },
  );
}

/** The light that tells the truth: paused is grey, otherwise what the platform said last. */
function ChannelLight({ channel }: { channel: Channel }): ReactNode {
  const w = useWords();
  const { state, health } = channel;
  const reasonOf = useReason();
  const why = channel.paused_reason ?? '';
  if (state === 'paused') {
    return (
      <span className={classes.light} data-light={channel.paused_reason ? 'warning' : 'off'}>
        {why
          ? w('channel.pausedWhy', { why: isKnown(why) ? reasonOf(why) : why })
          : w('channel.paused')}
      </span>
    );
  }
  const light = state === 'broken' ? 'broken' : health?.state || 'off';
  return (
    <span className={classes.light} data-light={light}>
      {light === 'ok' ? (
        w('channel.ok')
      ) : light === 'off' ? (
        w('channel.unchecked')
      ) : (
        <span translate="no">{health?.detail}</span>
      )}
    </span>
  );
}

export function ChannelRow(props: {
  channel: Channel;
  opened: boolean;
  onToggle: () => void;
}): ReactNode {
  const { channel } = props;
  const w = useWords();
  const may = useCan('channels.manage');
  return (
    <>
      <div className={classes.row}>
        <PlatformMark platform={channel.platform} size={24} />
        <div className={classes.text}>
          <b dir="auto" translate="no">
            {channel.name}
          </b>
          <small translate="no">{channel.health?.display || channel.platform}</small>
        </div>
        <ChannelLight channel={channel} />
        {may && (
          <Button
            size="compact-sm"
            variant="default"
            aria-expanded={props.opened}
            onClick={props.onToggle}
          >
            {w('channel.manage')}
          </Button>
        )}
      </div>
      {props.opened && may && <ChannelDetails channel={channel} />}
    </>
  );
}

function ChannelDetails({ channel }: { channel: Channel }): ReactNode {
  const t = useT();
  const w = useWords();
  const format = useFormat();
  const now = useNow();
  const { busy, problem, run } = useCall();
  const platforms = useResource('platforms', channels.platforms);
  const platform = platforms.data?.find((known) => known.name === channel.platform);
  const act = (verb: 'check' | 'pause' | 'resume'): void => {
    void run(async () => {
      keepChannel(await channels.act(channel.id, verb));
    });
  };
  const moment = (at: string | null | undefined): ReactNode =>
    at ? <time title={format.exact(at)}>{format.ago(at, now)}</time> : t('never');
  return (
    <div className={classes.details}>
      <dl>
        <dt>{w('channel.lastIn')}</dt>
        <dd>{moment(channel.last_inbound_at)}</dd>
        <dt>{w('channel.lastOut')}</dt>
        <dd>{moment(channel.last_outbound_at)}</dd>
        <dt>{w('channel.checked')}</dt>
        <dd>{moment(channel.health?.checked_at)}</dd>
        <dt>{w('channel.queued')}</dt>
        <dd>{format.number(channel.queued)}</dd>
        {channel.mode && (
          <>
            <dt>{w('channel.mode')}</dt>
            <dd>
              {channel.mode === 'webhook' ? (
                w('channel.mode.webhook')
              ) : channel.mode === 'polling' ? (
                w('channel.mode.polling')
              ) : (
                <span translate="no">{channel.mode}</span>
              )}
            </dd>
          </>
        )}
      </dl>
      <div className={classes.buttons}>
        {channel.platform === 'webchat' && (
          <Button
            component={Link}
            href={`/settings/web-chat?channel=${channel.id}`}
            size="compact-sm"
            variant="default"
          >
            {t('settings.webchat')}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="default"
          disabled={busy}
          onClick={() => {
            act('check');
          }}
        >
          {w('channel.check')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={busy}
          onClick={() => {
            act(channel.state === 'paused' ? 'resume' : 'pause');
          }}
        >
          {t(channel.state === 'paused' ? 'channel.resume' : 'channel.pause')}
        </Button>
      </div>
      {problem && <ProblemNote problem={problem} />}
      <h3>{w('channel.rename')}</h3>
      <Rename channel={channel} />
      <Basis channel={channel} onChange={keepChannel} />
      {platform && <Secrets channel={channel} platform={platform} />}
      {channel.webhook_url && (
        <>
          <h3>{w('channel.webhook')}</h3>
          <CopyField label={w('channel.webhook')} value={channel.webhook_url} />
        </>
      )}
    </div>
  );
}

export function Rename({ channel }: { channel: Channel }): ReactNode {
  const t = useT();
  const w = useWords();
  const { busy, problem, run } = useCall();
  const [name, setName] = useState(channel.name);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    void run(async () => {
      keepChannel(await channels.update(channel.id, { name: name.trim() }));
    });
  };
  return (
    <form className={classes.link} onSubmit={save}>
      <TextInput
        size="xs"
        flex={1}
        required
        aria-label={w('channel.name')}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
      />
      <Button
        type="submit"
        size="xs"
        variant="default"
        loading={busy}
        disabled={name.trim() === channel.name}
      >
        {t('save')}
      </Button>
      {problem && <ProblemNote problem={problem} />}
    </form>
  );
}

/** A new token in place of the old one; conversations and their people stay. */
function Secrets(props: { channel: Channel; platform: Platform }): ReactNode {
  const { channel, platform } = props;
  const t = useT();
  const w = useWords();
  const { busy, problem, run } = useCall();
  const [values, setValues] = useState<Record<string, string>>({});
  const [saved, setSaved] = useState(false);
  const secrets = platform.settings.filter((setting) => setting.secret);
  const given = Object.fromEntries(
    Object.entries(values).filter(([, value]) => value.trim() !== ''),
  );
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setSaved(false);
    const worked = await run(async () => {
      keepChannel(await channels.update(channel.id, { settings: given }));
    });
    if (!worked) return;
    setValues({});
    setSaved(true);
  };
  if (secrets.length === 0) return null;
  return (
    <>
      <h3>{w('channel.rotate')}</h3>
      <form className={classes.form} onSubmit={(event) => void save(event)}>
        {secrets.map((setting) => (
          <PasswordInput
            key={setting.name}
            size="xs"
            autoComplete="off"
            label={<span translate="no">{setting.label}</span>}
            description={w('channel.keep')}
            visibilityToggleButtonProps={{ 'aria-label': t('signin.show') }}
            value={values[setting.name] ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setValues((all) => ({ ...all, [setting.name]: value }));
            }}
          />
        ))}
        {problem && <ProblemNote problem={problem} />}
        <div className={classes.buttons}>
          <Button
            type="submit"
            size="xs"
            variant="default"
            loading={busy}
            disabled={Object.keys(given).length === 0}
          >
            {w('channel.rotate.do')}
          </Button>
          {saved && (
            <span className={classes.saved} role="status">
              {t('saved')}
            </span>
          )}
        </div>
      </form>
    </>
  );
}
