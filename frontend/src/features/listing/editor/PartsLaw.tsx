import { useT } from '@/i18n';
import { IP_KINDS, IP_STATUSES } from '@/lib/vocabulary';

import styles from './Editor.module.css';
import { Entries } from './Entries';
import { Choice, Text, Tick } from './fields';
import { EXPORT_CLASSES, RIGHTS_GRANTS, SECRECY_LEVELS } from './vocabulary';
import { newRight } from './values';
import { useEntry } from './context';
import { SelectField } from '@/ui/Field';

export function Rights() {
  const t = useT();
  return (
    <Entries name="ipRights" add={t('listing.add.right')} make={newRight} hint={t('listing.hint.ipRights')}>
      {(place) => (
        <>
          <div className={styles.row}>
            <Choice name={`ipRights.${place}.kind`} type="IpKind" values={IP_KINDS} />
            <Text name={`ipRights.${place}.number`} hint={t('listing.hint.number')} />
            <Choice name={`ipRights.${place}.status`} type="IpStatus" values={IP_STATUSES} />
          </div>
          <div className={styles.row}>
            <Text name={`ipRights.${place}.title`} hint={t('listing.hint.rightTitle')} />
            <Text name={`ipRights.${place}.owners`} hint={t('listing.hint.rightOwners')} />
            <Text name={`ipRights.${place}.office`} hint={t('listing.hint.office')} />
          </div>
          <div className={styles.row4}>
            <Text name={`ipRights.${place}.filedOn`} type="date" />
            <Text name={`ipRights.${place}.grantedOn`} type="date" />
            <Text name={`ipRights.${place}.expiresOn`} type="date" hint={t('listing.hint.expiresOn')} />
            <Text name={`ipRights.${place}.feePaidUntil`} type="date" />
          </div>
          <Tick name={`ipRights.${place}.pledged`} />
        </>
      )}
    </Entries>
  );
}

export function People() {
  const t = useT();
  return (
    <>
      <Entries
        name="owners"
        add={t('listing.add.owner')}
        make={() => ({ name: '', shareBasisPoints: '' })}
        hint={t('listing.hint.owners')}
      >
        {(place) => (
          <div className={styles.row}>
            <Text name={`owners.${place}.name`} />
            <Text name={`owners.${place}.shareBasisPoints`} mode="decimal" />
          </div>
        )}
      </Entries>
      <Entries
        name="inventors"
        add={t('listing.add.inventor')}
        make={() => ({ name: '', role: '', lead: false, shareBasisPoints: '' })}
        hint={t('listing.hint.inventors')}
      >
        {(place) => (
          <div className={styles.row4}>
            <Text name={`inventors.${place}.name`} />
            <Text name={`inventors.${place}.role`} />
            <Text name={`inventors.${place}.shareBasisPoints`} mode="decimal" />
            <div className={styles.tick}>
              <Tick name={`inventors.${place}.lead`} />
            </div>
          </div>
        )}
      </Entries>
      <Consent />
      <div className={styles.row}>
        <Text name="contact.name" />
        <Text name="contact.phone" type="tel" />
        <Text name="contact.email" type="email" />
      </div>
    </>
  );
}

function Consent() {
  const t = useT();
  const { label, error, entry } = useEntry('inventorsConsent');
  return (
    <SelectField {...entry} label={label} error={error} hint={t('listing.hint.inventorsConsent')}>
      <option value="">{t('listing.consent.open')}</option>
      <option value="yes">{t('listing.consent.yes')}</option>
      <option value="no">{t('listing.consent.no')}</option>
    </SelectField>
  );
}

export function Compliance() {
  const t = useT();
  const none = t('listing.notChosen');
  return (
    <>
      <div className={styles.row}>
        <Choice
          name="secrecy.level"
          type="SecrecyLevel"
          values={SECRECY_LEVELS}
          empty={none}
          hint={t('listing.hint.secrecy')}
        />
        <Choice
          name="exportClass"
          type="ExportClass"
          values={EXPORT_CLASSES}
          empty={none}
          hint={t('listing.hint.exportClass')}
        />
        <Choice name="rightsGrant" type="RightsGrantState" values={RIGHTS_GRANTS} empty={none} />
      </div>
      <Tick name="secrecy.cleared" />
      <Tick name="separatelyManaged" />
      <Tick name="funding.stateFunded" />
      <div className={styles.row}>
        <Text name="funding.program" />
        <Text name="funding.agency" />
        <Text name="funding.projectNumber" />
      </div>
      <div className={styles.row}>
        <Text name="registration.number" />
        <Text name="registration.registeredOn" type="date" />
      </div>
    </>
  );
}
