import { http } from '../api/client.ts';
import type { Page } from '../api/types.ts';
import type { Answer, Article, Category, Names } from './types.ts';
import type { Changes } from './writing/draft.ts';

/** The hub looks at no more of a question. */
export const LONGEST_QUESTION = 500;

export const articles = {
  ask: (question: string, limit = 2) =>
    http.get<Answer>('/articles/search', {
      q: [...question].slice(0, LONGEST_QUESTION).join(''),
      limit,
    }),
  list: (wanted: { q?: string; category?: string; cursor?: string; archived?: true }) =>
    http.get<Page<Article>>('/articles', { ...wanted, limit: 100 }),
  get: (id: string) => http.get<Article>(`/articles/${id}`),
  create: (body: Changes, key: string) => http.post<Article>('/articles', body, key),
  change: (id: string, body: Changes | { archived: false }) =>
    http.patch<Article>(`/articles/${id}`, body),
  archive: (id: string) => http.delete(`/articles/${id}`),
  publish: (id: string) => http.post<Article>(`/articles/${id}/publish`),
  withdraw: (id: string) => http.post<Article>(`/articles/${id}/withdraw`),
  preview: (body: string) => http.post<{ html: string }>('/articles/preview', { body }),
};

export const categories = {
  list: () => http.get<Page<Category>>('/article-categories'),
  add: (names: Names, position: number, key: string) =>
    http.post<Category>('/article-categories', { names, position }, key),
  change: (id: string, body: { names?: Names; position?: number }) =>
    http.patch<Category>(`/article-categories/${id}`, body),
  remove: (id: string) => http.delete(`/article-categories/${id}`),
};
