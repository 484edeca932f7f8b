import { Select } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useSearch } from 'wouter';
import room from '../../conditions/room.module.css';
import { useTongue } from '../../conditions/tongue.ts';
import { useCan } from '../../session/me.ts';
import { ProblemNote } from '../../shell/states.tsx';
import { useResource } from '../../state/resource.ts';
import { categories } from '../calls.ts';
import { type Article, type Language, LANGUAGES, type State } from '../types.ts';
import { isWritten, nameOf, type Values } from './draft.ts';
import { Head } from './head.tsx';
import { useWriting } from './saving.ts';
import { Shown } from './shown.tsx';
import { TextFields } from './text.tsx';
import { useWords } from './words.ts';
import classes from './writing.module.css';

/** An article, kept or not yet, one language at a time. */
export function ArticleEditor({ article }: { article: Article | null }): ReactNode {
  const tongue = useTongue();
  const mayWrite = useCan('articles.write');
  const said = new URLSearchParams(useSearch()).get('title') ?? '';
  const starts = article === null && said !== '' ? startOf(said) : {};
  const writing = useWriting(article, starts);
  const { values } = writing;
  const other: Language = tongue === 'en' ? 'zh' : 'en';
  const first = isWritten(values, tongue) || !isWritten(values, other) ? tongue : other;
  const [language, setLanguage] = useState<Language>(first);
  return (
    <div className={room.question}>
      <Head article={article} writing={writing} />
      {mayWrite && <Shelf values={values} set={writing.set} />}
      <Languages article={article} values={values} open={language} choose={setLanguage} />
      {mayWrite ? (
        <TextFields key={language} language={language} values={values} set={writing.set} />
      ) : (
        <section className={classes.text}>
          <h2 dir="auto" translate="no">
            {values[`${language}.title`]}
          </h2>
          <Shown body={values[`${language}.body`]} />
        </section>
      )}
      {writing.problem && <ProblemNote problem={writing.problem} />}
    </div>
  );
}

/** What somebody asked, as the title of what is to answer it. */
function startOf(said: string): Partial<Values> {
  const title = [...said].slice(0, 200).join('');
  return /\p{Script=Han}/u.test(said) ? { 'zh.title': title } : { 'en.title': title };
}

function Shelf(props: { values: Values; set: (change: Partial<Values>) => void }): ReactNode {
  const w = useWords();
  const tongue = useTongue();
  const { data } = useResource('articles/categories', categories.list);
  if (!data || data.items.length === 0) return null;
  return (
    <Select
      size="xs"
      className={classes.shelfOf}
      label={w('category')}
      renderOption={({ option }) => (
        <span translate={option.value === '' ? undefined : 'no'}>{option.label}</span>
      )}
      data={[
        { value: '', label: w('category.none') },
        ...data.items.map(({ id, names }) => ({ value: id, label: nameOf(names, tongue) })),
      ]}
      value={props.values.category}
      onChange={(category) => {
        props.set({ category: category ?? '' });
      }}
    />
  );
}

function stateIn(article: Article | null, values: Values, language: Language): State | 'none' {
  if (!isWritten(values, language)) return 'none';
  const kept = article?.texts[language];
  if (!kept?.published_at) return 'draft';
  const isSame =
    !kept.is_changed &&
    kept.title === values[`${language}.title`].trim() &&
    kept.body === values[`${language}.body`].trim();
  return isSame ? 'published' : 'changed';
}

function Languages(props: {
  article: Article | null;
  values: Values;
  open: Language;
  choose: (language: Language) => void;
}): ReactNode {
  const w = useWords();
  const { article, values } = props;
  return (
    <div className={classes.languages} role="group" aria-label={w('languages')}>
      {LANGUAGES.map((language) => {
        const state = stateIn(article, values, language);
        return (
          <button
            key={language}
            type="button"
            aria-pressed={language === props.open}
            onClick={() => {
              props.choose(language);
            }}
          >
            {w(`lang.${language}`)} <small data-state={state}>{w(`in.${state}`)}</small>
          </button>
        );
      })}
      {article?.texts[props.open]?.published_at && (
        <a href={`/help/${props.open}/${article.id}`} target="_blank" rel="noreferrer">
          {w('read')}
          <IconExternalLink size={14} aria-hidden />
        </a>
      )}
    </div>
  );
}
