/** The token of a link in a mail. */
export const readToken = (raw: Record<string, unknown>): { token?: string } =>
  typeof raw.token === 'string' && raw.token ? { token: raw.token } : {};
