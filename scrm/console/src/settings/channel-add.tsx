import { Button, PasswordInput, Select, TextInput } from '@mantine/core';
import { IconArrowLeft, IconCircleCheck } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { channels } from '../api/calls.ts';
import { newKey } from '../api/client.ts';
import type { Channel, Health, Platform, PlatformSetting } from '../api/types.ts';
import { useT, useTFor } from '../i18n/context.tsx';
import { PlatformMark } from '../shell/platform-mark.tsx';
import { Loading, ProblemNote } from '../shell/states.tsx';
import { useResource } from '../state/resource.ts';
import { keepChannel } from './channel-row.tsx';
import { Section, useCall } from './section.tsx';
import classes from './settings.module.css';
import { useWords } from './words.ts';

type Step = 'platform' | 'key' | 'name' | 'done';
const STEPS = ['platform', 'key', 'name', 'done'] as const;

/** Platform, key, "connected as @name", a name, and what to do next. */
export function AddChannel(props: { onDone: (made: Channel | null) => void }): ReactNode {
  const t = useT();
  const w = useWords();
  const [, navigate] = useLocation();
  const platforms = useResource('platforms', channels.platforms);
  const [platform, setPlatform] = useState<Platform | null>(null);
  const [settings, setSettings] = useState<Record<string, string>>({});
  const [health, setHealth] = useState<Health | null>(null);
  const [made, setMade] = useState<Channel | null>(null);
  const step: Step = made ? 'done' : health ? 'name' : platform ? 'key' : 'platform';
  const back = (): void => {
    if (step === 'name') setHealth(null);
    else if (step === 'key') setPlatform(null);
    else props.onDone(null);
  };
  return (
    <Section
      title={t('channel.add')}
      text={w('channel.add.text')}
      action={
        step !== 'done' && (
          <Button variant="default" leftSection={<IconArrowLeft size={16} />} onClick={back}>
            {t('back')}
          </Button>
        )
      }
    >
      <ol className={classes.steps}>
        {STEPS.map((name) => (
          <li key={name} aria-current={name === step ? 'step' : undefined}>
            {t(`channel.step.${name}`)}
          </li>
        ))}
      </ol>
      {step === 'platform' && (
        <div className={classes.platforms}>
          {platforms.problem && (
            <ProblemNote problem={platforms.problem} onRetry={platforms.reload} />
          )}
          {!platforms.data && !platforms.problem && <Loading rows={1} height={48} />}
          {platforms.data?.map((known) => (
            <button
              key={known.name}
              type="button"
              onClick={() => {
                if (known.name === 'webchat') navigate('/settings/web-chat?add=true');
                else setPlatform(known);
              }}
            >
              <PlatformMark platform={known.name} size={24} />
              <span translate="no">{known.label}</span>
            </button>
          ))}
        </div>
      )}
      {step === 'key' && platform && (
        <KeyForm
          platform={platform}
          settings={settings}
          onSettings={setSettings}
          onFound={setHealth}
        />
      )}
      {step === 'name' && platform && health && (
        <NameForm
          platform={platform}
          settings={settings}
          health={health}
          onMade={(channel) => {
            keepChannel(channel);
            setMade(channel);
          }}
        />
      )}
      {made && (
        <Next
          channel={made}
          onDone={() => {
            props.onDone(made);
          }}
        />
      )}
    </Section>
  );
}

function given(settings: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value.trim() !== ''));
}

function KeyForm(props: {
  platform: Platform;
  settings: Record<string, string>;
  onSettings: (settings: Record<string, string>) => void;
  onFound: (health: Health) => void;
}): ReactNode {
  const { platform, settings, onSettings } = props;
  const t = useT();
  const w = useWords();
  const { busy, problem, run } = useCall();
  const [more, setMore] = useState(false);
  const needed = platform.settings.filter((setting) => setting.required);
  const rest = platform.settings.filter((setting) => !setting.required);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(async () => {
      props.onFound(await channels.probe(platform.name, given(settings)));
    });
  };
  const field = (setting: PlatformSetting): ReactNode => (
    <SettingField
      key={setting.name}
      platform={platform.name}
      setting={setting}
      value={settings[setting.name] ?? ''}
      onChange={(value) => {
        onSettings({ ...settings, [setting.name]: value });
      }}
    />
  );
  return (
    <form className={classes.form} onSubmit={submit}>
      {platform.name === 'telegram' && <p className={classes.dim}>{w('channel.telegram.help')}</p>}
      {needed.map(field)}
      {rest.length > 0 && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          style={{ alignSelf: 'flex-start' }}
          onClick={() => {
            setMore(!more);
          }}
          aria-expanded={more}
        >
          {t(more ? 'channel.less' : 'channel.more')}
        </Button>
      )}
      {more && rest.map(field)}
      {problem && <ProblemNote problem={problem} />}
      <div className={classes.buttons}>
        <Button type="submit" loading={busy}>
          {w('channel.connect')}
        </Button>
      </div>
    </form>
  );
}

function SettingField(props: {
  platform: string;
  setting: PlatformSetting;
  value: string;
  onChange: (value: string) => void;
}): ReactNode {
  const { setting, value, onChange } = props;
  const t = useT();
  const words = useTFor();
  const key = `setting.${props.platform}.${setting.name}`;
  const help = words(`${key}.help`, setting.help ?? '');
  const shared = {
    label: words(key, setting.label),
    description: help || undefined,
    required: setting.required,
    withAsterisk: false,
  };
  if (setting.choices && setting.choices.length > 0) {
    const initial = typeof setting.default === 'string' ? setting.default : null;
    return (
      <Select
        {...shared}
        data={setting.choices}
        value={value || initial}
        onChange={(next) => {
          onChange(next ?? '');
        }}
      />
    );
  }
  const onInput = (event: { currentTarget: { value: string } }): void => {
    onChange(event.currentTarget.value.trim());
  };
  return setting.secret ? (
    <PasswordInput
      {...shared}
      autoComplete="off"
      visibilityToggleButtonProps={{ 'aria-label': t('signin.show') }}
      value={value}
      onChange={onInput}
    />
  ) : (
    <TextInput
      {...shared}
      placeholder={setting.default == null ? undefined : String(setting.default)}
      value={value}
      onChange={onInput}
    />
  );
}

function NameForm(props: {
  platform: Platform;
  settings: Record<string, string>;
  health: Health;
  onMade: (channel: Channel) => void;
}): ReactNode {
  const { platform, health } = props;
  const w = useWords();
  const { busy, problem, run } = useCall();
  const [name, setName] = useState(health.display.replace(/^@/, '') || platform.label);
  const [key] = useState(newKey);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(async () => {
      const body = { platform: platform.name, name: name.trim(), settings: given(props.settings) };
      props.onMade(await channels.create(body, key));
    });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <div className={classes.connected} role="status">
        <IconCircleCheck size={20} aria-hidden />
        {w('channel.connectedAs', { name: health.display })}
      </div>
      {health.state !== 'ok' && (
        <p className={classes.dim} translate="no">
          {health.detail}
        </p>
      )}
      <TextInput
        label={w('channel.name')}
        description={w('channel.name.help')}
        required
        withAsterisk={false}
        autoFocus
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
      />
      {problem && <ProblemNote problem={problem} />}
      <div className={classes.buttons}>
        <Button type="submit" loading={busy}>
          {w('channel.finish')}
        </Button>
      </div>
    </form>
  );
}

function Next(props: { channel: Channel; onDone: () => void }): ReactNode {
  const t = useT();
  const w = useWords();
  const { channel } = props;
  const display = channel.health?.display ?? channel.name;
  return (
    <div className={classes.form}>
      <div className={classes.connected} role="status">
        <IconCircleCheck size={20} aria-hidden />
        {w('channel.live', { name: channel.name })}
      </div>
      <p>{w('channel.next', { name: display })}</p>
      <div className={classes.buttons}>
        <Button component="a" href="/inbox">
          {w('channel.toInbox')}
        </Button>
        <Button variant="default" onClick={props.onDone}>
          {t('done')}
        </Button>
      </div>
    </div>
  );
}
