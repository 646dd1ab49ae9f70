import { useState } from 'react';

import { Button } from './Button';
import { CopyField } from './CopyField';
import { ShareIcon } from './icons';
import { useToast } from './Toast';

/** Takes the address of a page along: by the clipboard, or to be read where there is none (an address without TLS). */
export function ShareLink({ path, label, done }: { path: string; label: string; done: string }) {
  const say = useToast();
  const [isShown, setShown] = useState(false);
  const address = `${location.origin}${path}`;
  const share = async () => {
    try {
      await navigator.clipboard.writeText(address);
      say(done);
    } catch {
      setShown(true);
    }
  };
  return (
    <>
      <Button look="quiet" size="s" icon={<ShareIcon size={16} />} onClick={() => void share()}>
        {label}
      </Button>
      {isShown && <CopyField label={label} value={address} />}
    </>
  );
}
