/** The API's description, to browse and to try. */
/** @jsxRuntime automatic @jsxImportSource preact */
import { Heading } from '@kopr/shared/look';
import type { JSX } from 'preact';
import { API, SWAGGER } from './links.js';
import { useFrame } from './parts/frame.js';
import { Shell } from './parts/shell.js';

/** Page `/api_3/docs`. Without scripts it leads to the description itself. */
export function ApiDocsPage(): JSX.Element {
  const { asset } = useFrame();
  return (
    <Shell title="API v3" description="Every endpoint of Kopr’s API: what it takes, what it answers, how it fails.">
      <Heading
        title="API v3"
        crumbs={[{ text: 'API', href: API }, { text: 'Endpoints' }]}
        about={
          <>
            Every endpoint, to read and to try. Programs read <a href={SWAGGER}>swagger.json</a> (OpenAPI 3.1).
          </>
        }
      />
      <link rel="stylesheet" href={asset('swagger-ui.css')} />
      <div id="api-docs" class="kopr-api-docs" data-description={SWAGGER}>
        <p>
          This page needs JavaScript; the whole description is also in <a href={SWAGGER}>swagger.json</a>.
        </p>
      </div>
      <script defer src={asset('swagger-ui-bundle.js')} />
      <script type="module" src={asset('docs.js')} />
    </Shell>
  );
}
