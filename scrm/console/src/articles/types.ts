export type Language = 'en' | 'zh';

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
