import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from 'react';

import styles from './Toast.module.css';

const Say = createContext<(text: string) => void>(() => {});

/** Says something in passing: it goes by itself, and is read out. */
export const useToast = () => useContext(Say);

const STAYS = 6000;

export function Toasts({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState<{ id: number; text: string }[]>([]);
  const next = useRef(0);
  const say = useCallback((text: string) => {
    const id = next.current++;
    setSaid((before) => [...before.slice(-2), { id, text }]);
    setTimeout(() => setSaid((before) => before.filter((toast) => toast.id !== id)), STAYS);
  }, []);
  return (
    <Say.Provider value={say}>
      {children}
      <div className={styles.toasts} role="status">
        {said.map((toast) => (
          <p key={toast.id}>{toast.text}</p>
        ))}
      </div>
    </Say.Provider>
  );
}
