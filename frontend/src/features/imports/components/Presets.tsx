import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';

import { DeleteImportPresetDocument, SaveImportPresetDocument, type ImportKind } from '@/gql/graphql';
import { useLocale, useT } from '@/i18n';
import { gqlFetch } from '@/lib/api';
import { asApiError } from '@/lib/error';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { SelectField, TextField } from '@/ui/Field';
import { ErrorBox } from '@/ui/States';
import { useToast } from '@/ui/Toast';

import styles from '../imports.module.css';
import { withPreset, type Mapping, type Preset } from '../mapping';
import { keys } from '../queries';

/** What was said about columns before, kept under a name for the whole organization. */
export function Presets({
  office,
  kind,
  presets,
  mapping,
  onApply,
}: {
  office: string;
  kind: ImportKind;
  presets: readonly Preset[];
  mapping: Mapping;
  onApply: (mapping: Mapping) => void;
}) {
  const t = useT();
  const [open, setOpen] = useState<'save' | 'delete'>();
  const [chosen, setChosen] = useState('');
  const preset = presets.find(({ id }) => id === chosen);
  const close = () => setOpen(undefined);
  return (
    <div className={styles.presets}>
      {presets.length > 0 && (
        <SelectField
          label={t('imports.preset')}
          value={chosen}
          onChange={(event) => {
            setChosen(event.target.value);
            const next = presets.find(({ id }) => id === event.target.value);
            if (next) onApply(withPreset(mapping, next));
          }}
        >
          <option value="">{t('imports.preset.none')}</option>
          {presets.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      <Button size="s" onClick={() => setOpen('save')}>
        {t('imports.preset.save')}
      </Button>
      {preset && (
        <Button size="s" look="quiet" onClick={() => setOpen('delete')}>
          {t('imports.preset.delete')}
        </Button>
      )}
      <Dialog open={open === 'save'} onClose={close} title={t('imports.preset.save')}>
        <SavePreset
          office={office}
          kind={kind}
          presets={presets}
          mapping={mapping}
          first={preset?.name ?? ''}
          onDone={close}
        />
      </Dialog>
      {preset && (
        <Dialog open={open === 'delete'} onClose={close} title={t('imports.preset.delete')}>
          <DeletePreset office={office} kind={kind} preset={preset} onDone={close} />
        </Dialog>
      )}
    </div>
  );
}

/** What is kept under names is asked for again. */
function useRefresh(office: string, kind: ImportKind) {
  const client = useQueryClient();
  const { locale } = useLocale();
  return () => client.invalidateQueries({ queryKey: keys.choices(office, kind, locale) });
}

function SavePreset({
  office,
  kind,
  presets,
  mapping,
  first,
  onDone,
}: {
  office: string;
  kind: ImportKind;
  presets: readonly Preset[];
  mapping: Mapping;
  first: string;
  onDone: () => void;
}) {
  const t = useT();
  const say = useToast();
  const { locale } = useLocale();
  const refresh = useRefresh(office, kind);
  const [name, setName] = useState(first);
  const same = presets.find((preset) => preset.name === name.trim());
  const save = useMutation({
    mutationFn: () => {
      const columns = [...mapping].map(([column, field]) => ({ column, field }));
      const old = same ? { id: same.id, expectedVersion: same.version } : {};
      const input = { ...old, kind, organizationId: office, name: name.trim(), mapping: columns };
      return gqlFetch(SaveImportPresetDocument, { input }, { locale });
    },
    onSuccess: ({ importPresetSave: { userErrors } }) => {
      if (userErrors.length > 0) return;
      say(t('imports.preset.saved'));
      onDone();
      void refresh();
    },
  });
  const problem = save.data?.importPresetSave.userErrors[0]?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  return (
    <form className={styles.part} onSubmit={submit} noValidate>
      {save.error && <ErrorBox error={asApiError(save.error)} />}
      <TextField
        label={t('imports.preset.name')}
        hint={t(same ? 'imports.preset.replaces' : 'imports.preset.hint')}
        error={problem}
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" look="primary" busy={save.isPending}>
        {t(same ? 'imports.preset.replace' : 'imports.preset.keep')}
      </Button>
    </form>
  );
}

function DeletePreset({
  office,
  kind,
  preset,
  onDone,
}: {
  office: string;
  kind: ImportKind;
  preset: Preset;
  onDone: () => void;
}) {
  const t = useT();
  const { locale } = useLocale();
  const refresh = useRefresh(office, kind);
  const remove = useMutation({
    mutationFn: () =>
      gqlFetch(DeleteImportPresetDocument, { input: { id: preset.id, expectedVersion: preset.version } }, { locale }),
    onSuccess: ({ importPresetDelete: { userErrors } }) => {
      void refresh();
      if (userErrors.length === 0) onDone();
    },
  });
  const problem = remove.data?.importPresetDelete.userErrors[0]?.message;
  return (
    <div className={styles.part}>
      {remove.error && <ErrorBox error={asApiError(remove.error)} />}
      {problem && <p role="alert">{problem}</p>}
      <p>{t('imports.preset.deleteText', { name: preset.name })}</p>
      <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
        {t('imports.preset.delete')}
      </Button>
    </div>
  );
}
