// What may be wider than the screen: it scrolls by itself, by keyboard as well.
import type { ReactNode } from 'react';

export function Wide({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div role="region" aria-label={label} tabIndex={0} style={{ overflowX: 'auto', flex: 'none', maxWidth: '100%' }}>
      {children}
    </div>
  );
}
