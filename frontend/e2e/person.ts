import { request, type APIRequestContext } from '@playwright/test';
import { randomUUID } from 'node:crypto';

import { address, mailed, PASSWORD } from './office';

/** Asks the API in the name of somebody of the demo world, without a page. */
export class Person {
  private constructor(
    private readonly context: APIRequestContext,
    private readonly token: string,
  ) {}

  /** Somebody of the demo world, like `head.fudan`, or with an address of their own. */
  static async enter(baseURL: string, who: string, password = PASSWORD): Promise<Person> {
    const guest = await Person.guest(baseURL);
    const input = { email: who.includes('@') ? who : address(who), password };
    const { logIn } = await guest.ask<{ logIn: { session: { accessToken: string } } }>(
      'mutation ($input: LogInInput!) { logIn(input: $input) { session { accessToken } } }',
      { input },
    );
    return new Person(guest.context, logIn.session.accessToken);
  }

  static async guest(baseURL: string): Promise<Person> {
    return new Person(await request.newContext({ baseURL }), '');
  }

  private get headers(): Record<string, string> {
    return this.token ? { authorization: `Bearer ${this.token}` } : {};
  }

  async ask<Data>(query: string, variables: object = {}): Promise<Data> {
    const answer = await this.context.post('/graphql', { headers: this.headers, data: { query, variables } });
    const { data, errors } = (await answer.json()) as { data?: Data; errors?: unknown };
    if (errors || !data) throw new Error(`${query}: ${JSON.stringify(errors)}`);
    return data;
  }

  /** Does something that has to succeed. */
  async act(field: string, input: object): Promise<void> {
    const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${field}(input: $input) { userErrors { code message } } }`;
    const answer = await this.ask<Record<string, { userErrors: unknown[] }>>(query, { input });
    if (answer[field]?.userErrors.length) throw new Error(`${field}: ${JSON.stringify(answer[field].userErrors)}`);
  }

  async upload(organizationId: string, name: string, text: string): Promise<string> {
    const answer = await this.context.post('/uploads', {
      headers: this.headers,
      multipart: { organizationId, file: { name, mimeType: 'text/csv', buffer: Buffer.from(text) } },
    });
    return ((await answer.json()) as { id: string }).id;
  }

  async organization(): Promise<string> {
    const { viewer } = await this.ask<{ viewer: { memberships: { organization: { id: string } }[] } }>(
      '{ viewer { memberships { organization { id } } } }',
    );
    return viewer.memberships[0]?.organization.id ?? '';
  }
}

/** Somebody who was not there before, and is not in the way of anybody else's journey. */
export interface Newcomer {
  email: string;
  name: string;
  password: string;
}

export async function signUp(baseURL: string, name: string): Promise<Newcomer> {
  const newcomer = { email: `${randomUUID()}@example.com`, name, password: 'forsythia blooms before its leaves' };
  await (await Person.guest(baseURL)).act('signUp', { ...newcomer, locale: 'EN' });
  return newcomer;
}

/** The same, and the link in their first mail was followed. */
export async function newcomer(baseURL: string, name: string): Promise<Newcomer & { person: Person }> {
  const made = await signUp(baseURL, name);
  const token = new URL(await mailed(made.email, '/verify-email')).searchParams.get('token');
  await (await Person.guest(baseURL)).act('verifyEmail', { token, password: made.password });
  return { ...made, person: await Person.enter(baseURL, made.email, made.password) };
}
