import { useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';

import { useLabel, useLocale, useT } from '@/i18n';
import { asApiError, type ApiError } from '@/lib/error';
import { SelectField } from '@/ui/Field';
import { FileIcon } from '@/ui/icons';
import { ErrorBox } from '@/ui/States';

import { LAYERS } from '../pageTabs';
import { useEditing } from './context';
import styles from './Editor.module.css';
import { Entries } from './Entries';
import { Area, Choice, Text } from './fields';
import { upload } from './upload';
import type { Attached, Values } from './shapes';
import { SECTIONS_WITH_LAYER } from './values';
import { ATTACHMENT_KINDS } from './vocabulary';

/** What the server reads; it looks for itself whether a file is what its name says. */
const TYPES = '.pdf,.png,.jpg,.jpeg,.webp,.docx,.xlsx,.pptx,.txt';

export function Files() {
  const t = useT();
  return (
    <>
      <Upload />
      <Entries name="attachments" hint={t('listing.hint.attachments')}>
        {(place) => <File place={place} />}
      </Entries>
      <Area name="knowHow" rows={4} hint={t('listing.hint.knowHow')} />
      <Disclosure />
      <div className={styles.row}>
        <Text name="validUntil" type="date" hint={t('listing.hint.validUntil')} />
      </div>
    </>
  );
}

function File({ place }: { place: number }) {
  const t = useT();
  const { id } = useEditing();
  const file = useWatch<Values, `attachments.${number}`>({ name: `attachments.${place}` });
  return (
    <>
      <p className={styles.file}>
        <FileIcon />
        {id && file?.uploadId ? (
          <a href={`/attachments/${id}/${file.uploadId}`} download>
            {file.name}
          </a>
        ) : (
          <b>{file?.name}</b>
        )}
        <small>{t('listing.file.size', { kilobytes: Math.max(1, Math.round((file?.size ?? 0) / 1024)) })}</small>
      </p>
      <div className={styles.row4}>
        <Text name={`attachments.${place}.title.zh`} label={t('listing.file.zh')} />
        <Text name={`attachments.${place}.title.en`} label={t('listing.file.en')} lang="en" />
        <Choice name={`attachments.${place}.kind`} type="AttachmentKind" values={ATTACHMENT_KINDS} />
        <Choice name={`attachments.${place}.layer`} type="DisclosureLayer" values={LAYERS} />
      </div>
    </>
  );
}

function Upload() {
  const t = useT();
  const { locale } = useLocale();
  const { organizationId, onTouch } = useEditing();
  const { getValues, setValue } = useFormContext<Values>();
  const [sending, setSending] = useState<{ name: string; share: number }>();
  const [error, setError] = useState<ApiError>();
  const send = async (files: FileList) => {
    setError(undefined);
    for (const file of files) {
      setSending({ name: file.name, share: 0 });
      try {
        const { id, fileName, size, mediaType } = await upload(organizationId, file, locale, (share) =>
          setSending({ name: file.name, share }),
        );
        const attached: Attached = {
          uploadId: id,
          kind: mediaType.startsWith('image/') ? 'IMAGE' : 'DOCUMENT',
          layer: 'REGISTERED',
          title: { zh: fileName.replace(/\.\w+$/, ''), en: '' },
          name: fileName,
          size,
        };
        // By the form, so that the list of entries below hears of it: a second list of the same name would keep it to itself.
        setValue('attachments', [...getValues('attachments'), attached], { shouldDirty: true });
        onTouch('attachments');
      } catch (thrown) {
        setError(asApiError(thrown));
      }
    }
    setSending(undefined);
  };
  return (
    <div className={styles.upload}>
      <label>
        <b>{t('listing.file.choose')}</b>
        <input
          type="file"
          multiple
          accept={TYPES}
          disabled={sending !== undefined}
          onChange={(event) => {
            if (event.target.files?.length) void send(event.target.files).then(() => (event.target.value = ''));
          }}
        />
      </label>
      <p className={styles.hint}>{t('listing.file.types')}</p>
      {sending && (
        <p role="status">
          {t('listing.file.sending', { name: sending.name })}{' '}
          <progress value={sending.share} max={1} aria-label={sending.name} />
        </p>
      )}
      {error && <ErrorBox error={error} />}
    </div>
  );
}

/** Who may read which section. What is left alone is as the house rules have it. */
function Disclosure() {
  const t = useT();
  const label = useLabel();
  const { register } = useFormContext<Values>();
  const { refusals, onTouch } = useEditing();
  return (
    <details className={styles.disclosure} data-field="disclosure">
      <summary>{t('listing.disclosure')}</summary>
      <p className={styles.hint}>{t('listing.disclosure.hint')}</p>
      <div className={styles.row4}>
        {SECTIONS_WITH_LAYER.map((section, place) => (
          <SelectField
            key={section}
            label={label('ListingSection', section)}
            error={refusals.get(`disclosure.${place}.layer`)}
            {...register(`disclosure.${place}.layer`, { onChange: () => onTouch(`disclosure.${place}.layer`) })}
          >
            <option value="">{t('listing.disclosure.usual')}</option>
            {LAYERS.map((layer) => (
              <option key={layer} value={layer}>
                {label('DisclosureLayer', layer)}
              </option>
            ))}
          </SelectField>
        ))}
      </div>
    </details>
  );
}
