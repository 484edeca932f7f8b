export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A paragraph of a published article; `url` is empty where the hub has no public address. */
export interface Passage {
  article_id: string;
  language: Language;
  title: string;
  passage: string;
  share: number;
  url: string;
}

/** `sure`: the first answers it; `offer`: one of the first two may; `none`: a person has to. */
export interface Answer {
  answering: 'sure' | 'offer' | 'none';
  passages: Passage[];
}

/** What is being written in a language; `published_at` is null where readers have nothing of it. */
export interface Text {
  title: string;
  body: string;
  published_at: string | null;
  is_changed: boolean;
}

export type State = 'draft' | 'published' | 'changed';

export interface Article {
  id: string;
  state: State;
  category_id: string | null;
  texts: Partial<Record<Language, Text>>;
  created_at: string;
  updated_at: string;
  archived_at: string | null;
}

export type Names = Partial<Record<Language, string>>;

export interface Category {
  id: string;
  names: Names;
  position: number;
}
