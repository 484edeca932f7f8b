import {
  Button,
  PasswordInput,
  SegmentedControl,
  Switch,
  TextInput,
  useMantineColorScheme,
} from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { session } from '../api/calls.ts';
import { LOCALE_NAMES, LOCALES } from '../i18n/catalogue.ts';
import { useLanguage, useT } from '../i18n/context.tsx';
import { changePreferences, loadMe, useMe, usePreferences } from '../session/me.ts';
import { ProblemNote } from '../shell/states.tsx';
import { MyPhoto } from './photo.tsx';
import { Section, useCall } from './section.tsx';
import classes from './settings.module.css';
import { useWords } from './words.ts';

export default function Profile(): ReactNode {
  const t = useT();
  const w = useWords();
  return (
    <Section title={t('settings.profile')} text={w('profile.text')}>
      <MyPhoto />
      <NameForm />
      <h3>{w('profile.look')}</h3>
      <Look />
      <h3>{w('profile.habits')}</h3>
      <Habits />
      <h3>{w('profile.password')}</h3>
      <PasswordForm />
    </Section>
  );
}

function NameForm(): ReactNode {
  const t = useT();
  const { user } = useMe();
  const { busy, problem, run } = useCall();
  const [name, setName] = useState(user.name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void run(async () => {
      await session.update({ name: name.trim() });
      await loadMe();
    });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label={t('welcome.name')}
        required
        withAsterisk={false}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
      />
      <TextInput label={t('signin.email')} value={user.email} readOnly variant="filled" />
      {problem && <ProblemNote problem={problem} />}
      <div className={classes.buttons}>
        <Button type="submit" size="xs" loading={busy} disabled={name.trim() === user.name}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}

function Look(): ReactNode {
  const { t, locale, choose } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <div className={classes.switch}>
        <span>{t('language')}</span>
        <SegmentedControl
          size="xs"
          aria-label={t('language')}
          value={locale}
          data={LOCALES.map((value) => ({
            value,
            label: <span translate="no">{LOCALE_NAMES[value]}</span>,
          }))}
          onChange={(value) => {
            void choose(value);
            void session.update({ locale: value });
          }}
        />
      </div>
      <div className={classes.switch}>
        <span>{t('scheme.title')}</span>
        <SegmentedControl
          size="xs"
          aria-label={t('scheme.title')}
          value={colorScheme}
          data={(['light', 'dark', 'auto'] as const).map((value) => ({
            value,
            label: t(`scheme.${value}`),
          }))}
          onChange={(value) => {
            setColorScheme(value);
          }}
        />
      </div>
    </>
  );
}

/** Asking the browser must follow a press; a "no" there is told, not hidden. */
function Habits(): ReactNode {
  const w = useWords();
  const preferences = usePreferences();
  const { problem, run } = useCall();
  const [refused, setRefused] = useState(false);
  const setDesktop = async (desktop: boolean): Promise<void> => {
    const allowed = !desktop || (await Notification.requestPermission()) === 'granted';
    setRefused(!allowed);
    if (allowed) await run(() => changePreferences({ desktop }));
  };
  return (
    <>
      <Habit
        label={w('profile.enter')}
        text={w('profile.enter.text')}
        checked={preferences.enterSends === true}
        onChange={(enterSends) => void run(() => changePreferences({ enterSends }))}
      />
      <Habit
        label={w('profile.sound')}
        text={w('profile.sound.text')}
        checked={preferences.sound === true}
        onChange={(sound) => void run(() => changePreferences({ sound }))}
      />
      <Habit
        label={w('profile.desktop')}
        text={w(refused ? 'profile.desktop.refused' : 'profile.desktop.text')}
        checked={preferences.desktop === true}
        onChange={(desktop) => void setDesktop(desktop)}
      />
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}

function Habit(props: {
  label: string;
  text: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}): ReactNode {
  return (
    <div className={classes.switch}>
      <Switch
        labelPosition="left"
        label={props.label}
        description={props.text}
        checked={props.checked}
        styles={{ body: { justifyContent: 'space-between', width: '100%' }, root: { flex: 1 } }}
        onChange={(event) => {
          props.onChange(event.currentTarget.checked);
        }}
      />
    </div>
  );
}

function PasswordForm(): ReactNode {
  const t = useT();
  const w = useWords();
  const { busy, problem, run } = useCall();
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [saved, setSaved] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const worked = await run(() => session.update({ password: { old, new: next } }));
    if (!worked) return;
    setSaved(true);
    setOld('');
    setNext('');
  };
  const toggle = { 'aria-label': t('signin.show') };
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <PasswordInput
        label={w('profile.oldPassword')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        visibilityToggleButtonProps={toggle}
        value={old}
        onChange={(event) => {
          setOld(event.currentTarget.value);
        }}
      />
      <PasswordInput
        label={w('profile.newPassword')}
        autoComplete="new-password"
        minLength={10}
        required
        withAsterisk={false}
        visibilityToggleButtonProps={toggle}
        value={next}
        onChange={(event) => {
          setNext(event.currentTarget.value);
        }}
      />
      {problem && <ProblemNote problem={problem} />}
      <div className={classes.buttons}>
        <Button type="submit" size="xs" loading={busy}>
          {w('profile.changePassword')}
        </Button>
        {saved && (
          <span className={classes.saved} role="status">
            {t('saved')}
          </span>
        )}
      </div>
    </form>
  );
}
