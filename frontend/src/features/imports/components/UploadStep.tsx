import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';

import type { ImportKind } from '@/gql/graphql';
import { useFormats, useLocale, useT } from '@/i18n';
import { asApiError, type ApiError } from '@/lib/error';
import { sendFile } from '@/lib/upload';
import { Button } from '@/ui/Button';
import { FileDrop } from '@/ui/FileDrop';
import { ProgressBar } from '@/ui/ProgressBar';
import { ErrorBox } from '@/ui/States';

import styles from '../imports.module.css';
import { templateOf } from '../mapping';
import { choicesQuery, columnsQuery } from '../queries';
import { OfficeSelect, type Seat } from './OfficeSelect';

const ACCEPT = '.csv,.xlsx,.xlsm,.txt,.tsv,.jsonl';

/** How far the file is: on its way, or there and being read. */
interface Sending {
  file: File;
  share: number;
}

/** The first step: a file is handed in, and read as far as its columns. */
export function UploadStep({ office, kind, seats }: { office: string; kind: ImportKind; seats: readonly Seat[] }) {
  const t = useT();
  const { percent } = useFormats();
  const { locale } = useLocale();
  const client = useQueryClient();
  const navigate = useNavigate({ from: '/work/imports/new' });
  const stop = useRef<AbortController>(undefined);
  const [sending, setSending] = useState<Sending>();
  const [failed, setFailed] = useState<{ file: File; error: ApiError }>();

  const take = async (file: File) => {
    const controller = new AbortController();
    stop.current = controller;
    setFailed(undefined);
    setSending({ file, share: 0 });
    try {
      const { id, fileName } = await sendFile(file, file.name, {
        organizationId: office,
        locale,
        signal: controller.signal,
        onProgress: (share) => setSending({ file, share }),
      });
      await client.fetchQuery(columnsQuery(kind, id, [], locale));
      if (controller.signal.aborted) return;
      await navigate({ search: { org: office, upload: id, name: fileName } });
    } catch (thrown) {
      if (!controller.signal.aborted) setFailed({ file, error: asApiError(thrown) });
    } finally {
      setSending(undefined);
    }
  };
  // The server read the file and said no: its words, where the next file goes.
  const refusal = failed?.error.trouble === 'broken' && failed.error.code ? failed.error.message : undefined;

  return (
    <div className={styles.part}>
      <OfficeSelect seats={seats} office={office} onChange={(org) => void navigate({ search: { org } })} />
      {failed && refusal === undefined && <ErrorBox error={failed.error} onRetry={() => void take(failed.file)} />}
      {sending ? (
        <div className={styles.sending}>
          <ProgressBar
            label={t(sending.share < 1 ? 'imports.upload.sending' : 'imports.upload.reading', {
              name: sending.file.name,
            })}
            value={sending.share < 1 ? sending.share : undefined}
          >
            {sending.share < 1 && percent(Math.round(sending.share * 100) * 100)}
          </ProgressBar>
          <Button onClick={() => stop.current?.abort()}>{t('imports.upload.cancel')}</Button>
        </div>
      ) : (
        <FileDrop
          label={t('imports.upload.drop')}
          button={t('imports.upload.choose')}
          accept={ACCEPT}
          error={refusal === undefined ? undefined : t('imports.upload.refused', { name: failed?.file.name, refusal })}
          onFile={(file) => void take(file)}
          hint={
            <>
              <p>{t('imports.upload.hint')}</p>
              <p>{t('imports.upload.needs', { kind })}</p>
              <Template office={office} kind={kind} />
            </>
          }
        />
      )}
    </div>
  );
}

/** An empty table to begin with, made here of the fields that the server knows. */
function Template({ office, kind }: { office: string; kind: ImportKind }) {
  const t = useT();
  const { locale } = useLocale();
  const { data } = useQuery(choicesQuery(office, kind, locale));
  const href = useMemo(
    () => data && `data:text/csv;charset=utf-8,${encodeURIComponent(templateOf(data.importFields, kind))}`,
    [data, kind],
  );
  return (
    <p>
      {href && (
        <a href={href} download={t('imports.template.name', { kind })}>
          {t('imports.template')}
        </a>
      )}
    </p>
  );
}
