import { http } from '../api/client.ts';
import type { Page } from '../api/types.ts';

export type Spoken = 'both' | 'en' | 'zh';

export interface Pack {
  name: string;
  title: string;
  about: string;
  rules: string[];
  articles: string[];
}

export interface Brought {
  kind: 'rule' | 'bot' | 'article';
  name: string;
  fate: 'made' | 'published' | 'same' | 'kept';
  id: string;
}

export const packs = {
  list: (language: string) => http.get<Page<Pack>>('/packs', { language }),
  apply: (name: string, language: Spoken) =>
    http.post<Page<Brought>>(`/packs/${name}`, { language }),
};
