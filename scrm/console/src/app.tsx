import { MantineProvider } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useEffect, useMemo } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { organisation } from './api/calls.ts';
import { whenSignedOut } from './api/client.ts';
import { asProblem } from './api/problem.ts';
import InboxPage from './inbox/page.tsx';
import { useLanguage } from './i18n/context.tsx';
import { isLocale } from './i18n/catalogue.ts';
import { loadMe, me } from './session/me.ts';
import { SignIn } from './session/sign-in.tsx';
import { DEFAULT_ACCENT } from './shell/colour.ts';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { Frame } from './shell/frame.tsx';
import { NotFound } from './shell/not-found.tsx';
import { Loading, ProblemNote } from './shell/states.tsx';
import { themeFor } from './shell/theme.ts';
import { useResource } from './state/resource.ts';
import { createStore, useStore } from './state/store.ts';
import type { Problem } from './api/problem.ts';

const Welcome = lazy(() => import('./session/welcome.tsx'));
const ContactsPage = lazy(() => import('./contacts/page.tsx'));
const SegmentsPage = lazy(() => import('./segments/page.tsx'));
const RulesPage = lazy(() => import('./rules/page.tsx'));
const TagsPage = lazy(() => import('./tags/page.tsx'));
const BotsPage = lazy(() => import('./bots/page.tsx'));
const ArticlesPage = lazy(() => import('./articles/writing/page.tsx'));
const CampaignsPage = lazy(() => import('./campaigns/page.tsx'));
const OneMessage = lazy(() => import('./inbox/one-message.tsx'));
const SettingsPage = lazy(() => import('./settings/page.tsx'));

const startProblem = createStore<Problem | null>(null);

async function findOutWhoIAm(): Promise<void> {
  startProblem.set(null);
  try {
    await loadMe();
  } catch (cause) {
    const problem = asProblem(cause);
    if (problem.status === 401) me.set(null);
    else startProblem.set(problem);
  }
}

export function App(): ReactNode {
  const settings = useResource(useStore(me) ? 'settings' : null, organisation.get);
  const accent = settings.data?.accent ?? DEFAULT_ACCENT;
  const theme = useMemo(() => themeFor(accent), [accent]);
  useEffect(() => {
    whenSignedOut(() => {
      me.set(null);
    });
  }, []);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <ErrorBoundary>
        <Suspense fallback={<Loading />}>
          <Switch>
            <Route path="/welcome">
              <Welcome />
            </Route>
            <Route>
              <SignedIn />
            </Route>
          </Switch>
        </Suspense>
      </ErrorBoundary>
    </MantineProvider>
  );
}

/** My language follows me to a browser that has none chosen yet. */
function useMyLocale(): void {
  const mine = useStore(me, (current) => current?.user.locale);
  const { choose, locale } = useLanguage();
  useEffect(() => {
    const isChosenHere = localStorage.getItem('scrm.locale') !== null;
    if (isLocale(mine) && mine !== locale && !isChosenHere) void choose(mine);
  }, [mine, locale, choose]);
}

function SignedIn(): ReactNode {
  const current = useStore(me);
  const problem = useStore(startProblem);
  useMyLocale();
  useEffect(() => {
    if (me.get() === undefined) void findOutWhoIAm();
  }, []);
  if (problem) return <ProblemNote problem={problem} onRetry={() => void findOutWhoIAm()} />;
  if (current === undefined) return <Loading />;
  if (current === null) return <SignIn />;
  return (
    <Frame>
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/">
            <Redirect to="/inbox" replace />
          </Route>
          <Route path="/inbox/:conversation?">
            {(params) => <InboxPage conversation={params.conversation ?? null} />}
          </Route>
          <Route path="/contacts/:contact?">
            {(params) => <ContactsPage contact={params.contact ?? null} />}
          </Route>
          <Route path="/segments/:segment?">
            {(params) => <SegmentsPage segment={params.segment ?? null} />}
          </Route>
          <Route path="/rules/:rule?">{(params) => <RulesPage rule={params.rule ?? null} />}</Route>
          <Route path="/tags">
            <TagsPage />
          </Route>
          <Route path="/bots/:part?">{(params) => <BotsPage part={params.part ?? null} />}</Route>
          <Route path="/articles/:article?">
            {(params) => <ArticlesPage article={params.article ?? null} />}
          </Route>
          <Route path="/campaigns/*?">{(params) => <CampaignsPage path={params['*']} />}</Route>
          <Route path="/messages/:message">{(params) => <OneMessage id={params.message} />}</Route>
          <Route path="/settings/:section?/:item?">
            {(params) => <SettingsPage section={params.section ?? null} />}
          </Route>
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </Frame>
  );
}
