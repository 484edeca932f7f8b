import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { session } from '../api/calls.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { OneTimeLink } from '../api/types.ts';
import { useT } from '../i18n/context.tsx';
import { Loading, useProblemText } from '../shell/states.tsx';
import { Door } from './door.tsx';
import { loadMe } from './me.ts';

const SHORTEST = 10;

interface Entry {
  name?: string;
  email?: string;
  password?: string;
}

/** The token stands behind `#`, so that it reaches neither a log nor the next page's referrer. */
function takeToken(): string {
  return new URLSearchParams(window.location.hash.slice(1)).get('token') ?? '';
}

export default function Welcome(): ReactNode {
  const t = useT();
  const explain = useProblemText();
  const [token] = useState(takeToken);
  const [link, setLink] = useState<OneTimeLink | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const asked = useRef(false);
  const [, navigate] = useLocation();

  const enter = useCallback(
    async (body: Entry): Promise<void> => {
      await session.redeem({ token, ...body });
      await loadMe();
      navigate('/inbox', { replace: true });
    },
    [token, navigate],
  );
  useEffect(() => {
    if (asked.current) return; // a one-time link must not be used twice by a re-run effect
    asked.current = true;
    const open = async (): Promise<void> => {
      try {
        const found = await session.link(token);
        if (found.needs_password) setLink(found);
        else await enter({});
      } catch (cause) {
        setProblem(asProblem(cause));
      }
    };
    void open();
  }, [token, enter]);

  if (link) return <SetUp link={link} onEnter={enter} />;
  if (!problem) return <Loading />;
  const isSpent = problem.code === 'link_expired' || problem.status === 404;
  return (
    <Door title={t('welcome.expired')}>
      <p>{isSpent ? t('welcome.expired.text') : explain(problem)}</p>
      <Button
        mt="md"
        variant="default"
        fullWidth
        onClick={() => {
          navigate('/');
        }}
      >
        {t('welcome.signin')}
      </Button>
    </Door>
  );
}

function SetUp(props: { link: OneTimeLink; onEnter: (body: Entry) => Promise<void> }): ReactNode {
  const t = useT();
  const explain = useProblemText();
  const { kind } = props.link;
  const isFirst = kind === 'setup'; // nobody knows the owner's address yet
  const [email, setEmail] = useState(isFirst ? '' : props.link.email);
  const [name, setName] = useState(props.link.name);
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const isReset = kind === 'reset';

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await props.onEnter({
        name: isReset ? undefined : name.trim(),
        email: isFirst ? email.trim() : undefined,
        password,
      });
    } catch (cause) {
      setProblem(asProblem(cause));
      setBusy(false);
    }
  };
  return (
    <Door title={t(isReset ? 'welcome.reset' : 'welcome.title')}>
      <form onSubmit={(event) => void submit(event)}>
        <TextInput
          label={t('signin.email')}
          description={isFirst ? t('welcome.email.use') : undefined}
          type="email"
          value={email}
          required
          withAsterisk={false}
          autoFocus={isFirst}
          readOnly={!isFirst}
          variant={isFirst ? 'default' : 'filled'}
          autoComplete="username"
          onChange={(event) => {
            setEmail(event.currentTarget.value);
          }}
        />
        {!isReset && (
          <TextInput
            label={t('welcome.name')}
            required
            withAsterisk={false}
            autoFocus={!isFirst}
            autoComplete="name"
            value={name}
            onChange={(event) => {
              setName(event.currentTarget.value);
            }}
          />
        )}
        <PasswordInput
          label={t('welcome.password')}
          description={t('welcome.password.rule', { count: SHORTEST })}
          required
          withAsterisk={false}
          minLength={SHORTEST}
          autoComplete="new-password"
          value={password}
          visibilityToggleButtonProps={{ 'aria-label': t('signin.show') }}
          onChange={(event) => {
            setPassword(event.currentTarget.value);
          }}
        />
        {problem && <p role="alert">{explain(problem)}</p>}
        <Button type="submit" loading={busy} fullWidth>
          {t('welcome.enter')}
        </Button>
      </form>
    </Door>
  );
}
