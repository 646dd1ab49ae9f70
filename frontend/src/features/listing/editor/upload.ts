import { ApiError, troubleOf } from '@/lib/error';
import { freshen } from '@/lib/session';

export interface Uploaded {
  id: string;
  fileName: string;
  mediaType: string;
  size: number;
}

interface Refused {
  errors?: { message: string; extensions?: { code?: string; requestId?: string } }[];
}

/** Sends a file. Not by `fetch`, which does not say how far it is. */
export async function upload(
  organizationId: string,
  file: File,
  locale: string,
  onProgress: (share: number) => void,
): Promise<Uploaded> {
  await freshen();
  const form = new FormData();
  form.append('organizationId', organizationId);
  form.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/uploads');
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('accept-language', locale);
    request.setRequestHeader('x-lianqiao-csrf', '1');
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total ? loaded / total : 0));
    request.addEventListener('load', () => {
      if (request.status === 201) return resolve(request.response as Uploaded);
      const refused = (request.response as Refused | null)?.errors?.[0];
      const code = refused?.extensions?.code;
      reject(
        new ApiError(troubleOf(code, request.status), {
          message: refused?.message ?? '',
          ...(code ? { code } : {}),
          ...(refused?.extensions?.requestId ? { requestId: refused.extensions.requestId } : {}),
        }),
      );
    });
    request.addEventListener('error', () => reject(new ApiError('offline')));
    request.send(form);
  });
}
