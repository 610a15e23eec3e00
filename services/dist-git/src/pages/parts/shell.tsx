/** The whole document around a page's content. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Document } from '@kopr/shared/look';
import type { ComponentChildren, JSX } from 'preact';
import { HOME } from '../links.js';
import { useSite } from '../site.js';

export interface ShellProps {
  /** Of the document; the site's name is put behind it. */
  readonly title: string;
  readonly description?: string;
  /** Whether there is something to be copied. */
  readonly copies?: boolean;
  readonly children: ComponentChildren;
}

/** The frontend's own header, and where one is. */
export function Shell({ title, description, copies = false, children }: ShellProps): JSX.Element {
  const { asset, frontendUrl } = useSite();
  const elsewhere = (path: string, text: string) => ({ href: frontendUrl + path, text, current: false });
  return (
    <Document
      title={`${title} · Kopr sources`}
      description={description}
      scripts={copies ? ['copy.js'] : []}
      asset={asset}
      home={`${frontendUrl}/`}
      places={[
        elsewhere('/coprs/', 'Projects'),
        elsewhere('/builds/', 'Builds'),
        elsewhere('/api/', 'API'),
        { href: HOME, text: 'Sources', current: true },
      ]}
    >
      {children}
    </Document>
  );
}
