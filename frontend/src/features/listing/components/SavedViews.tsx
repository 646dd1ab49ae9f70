import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';

import { useT } from '@/i18n';
import { Button, IconButton } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { TextField } from '@/ui/Field';
import { CloseIcon, PlusIcon } from '@/ui/icons';

import { writeView, type View } from '../model';
import { useSavedViews } from '../views';
import styles from './SavedViews.module.css';

/** Views that somebody comes back to, by name. They stay in this browser. */
export function SavedViews({ view }: { view: View }) {
  const t = useT();
  const { views, save, remove } = useSavedViews();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const keep = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    save({ name: name.trim(), search: JSON.parse(JSON.stringify(writeView(view))) as Record<string, unknown> });
    setOpen(false);
    setName('');
  };
  return (
    <div className={styles.views}>
      <ul>
        {views.map(({ name, search }) => (
          <li key={name}>
            <Link to="/work/listings" search={search as never} resetScroll={false}>
              {name}
            </Link>
            <IconButton label={t('listing.views.remove', { name })} onClick={() => remove(name)}>
              <CloseIcon size={14} />
            </IconButton>
          </li>
        ))}
      </ul>
      <Button size="s" look="quiet" icon={<PlusIcon size={14} />} onClick={() => setOpen(true)}>
        {t('listing.views.save')}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('listing.views.save')}>
        <form onSubmit={keep} className={styles.form}>
          <TextField
            label={t('listing.views.name')}
            hint={t('listing.views.hint')}
            value={name}
            maxLength={40}
            required
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" look="primary">
            {t('listing.views.keep')}
          </Button>
        </form>
      </Dialog>
    </div>
  );
}
