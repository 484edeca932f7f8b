import { http } from '../api/client.ts';
import type { Page } from '../api/types.ts';

export interface Team {
  id: string;
  name: string;
  /** Ids of colleagues. */
  members: string[];
  /** Conversations that are open. */
  open: number;
}

/** What is in force and names a team. */
export interface TeamUse {
  kind: 'rule' | 'bot';
  id: string;
  name: string;
}

export const teams = {
  list: () => http.get<Page<Team>>('/teams'),
  create: (body: Pick<Team, 'name' | 'members'>, key: string) =>
    http.post<Team>('/teams', body, key),
  change: (id: string, body: Partial<Pick<Team, 'name' | 'members'>>) =>
    http.patch<Team>(`/teams/${id}`, body),
  uses: (id: string) => http.get<Page<TeamUse>>(`/teams/${id}/uses`),
  archive: (id: string) => http.delete(`/teams/${id}`),
};
