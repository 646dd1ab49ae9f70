import { ApiError, troubleOf } from './error';
import { freshen, hasSession, refresh, sessionMark } from './session';

/** A file that the server has kept. */
export interface Uploaded {
  id: string;
  fileName: string;
  mediaType: string;
  size: number;
}

/** For whom a file is: an organization, or the client of a case, to go with a note of its advisor. */
type Whose = { organizationId: string } | { caseId: string };

type Sending = Whose & {
  /** The language of what the server says. */
  locale: string;
  signal?: AbortSignal | undefined;
  /** How much is on its way, from 0 to 1. */
  onProgress?: (share: number) => void;
};

/** Hands a file in. The only thing that `fetch` cannot do: it does not say how much has been sent. */
export async function sendFile(file: Blob, name: string, sending: Sending): Promise<Uploaded> {
  await freshen();
  const mark = sessionMark();
  try {
    return await send(file, name, sending);
  } catch (error) {
    if (error instanceof ApiError && error.trouble === 'signedOut' && hasSession() && (await refresh(mark))) {
      return send(file, name, sending);
    }
    throw error;
  }
}

interface Refusal {
  errors?: { message: string; extensions?: { code?: string; requestId?: string; retryAfterSeconds?: number } }[];
}

function send(file: Blob, name: string, sending: Sending): Promise<Uploaded> {
  const { locale, signal, onProgress } = sending;
  const form = new FormData();
  // The order counts: who may not upload is told before the file is read.
  if ('caseId' in sending) form.append('caseId', sending.caseId);
  else form.append('organizationId', sending.organizationId);
  form.append('file', file, name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    request.open('POST', '/uploads');
    request.setRequestHeader('accept-language', locale);
    request.setRequestHeader('x-lianqiao-csrf', '1');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status === 201) resolve(request.response as Uploaded);
      else reject(refused(request));
    };
    request.onerror = () => reject(new ApiError('offline'));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    request.onloadend = () => signal?.removeEventListener('abort', stop);
    signal?.addEventListener('abort', stop);
    request.send(form);
  });
}

function refused(request: XMLHttpRequest): ApiError {
  const error = (request.response as Refusal | null)?.errors?.[0];
  const { code, requestId, retryAfterSeconds } = error?.extensions ?? {};
  const wait = request.getResponseHeader('retry-after');
  const retryAfter = wait ? Number(wait) : retryAfterSeconds;
  return new ApiError(request.status === 413 ? 'broken' : troubleOf(code, request.status), {
    message: error?.message ?? '',
    ...(code ? { code } : {}),
    ...(requestId ? { requestId } : {}),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}
