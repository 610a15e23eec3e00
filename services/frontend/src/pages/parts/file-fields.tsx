/** The fields for files that are there: by address, or from the reader's own disk. */
/** @jsxRuntime automatic @jsxImportSource preact */
import type { JSX } from 'preact';
import { Field, TextArea } from './form.js';

export interface FileFieldsProps {
  readonly urls: string;
  readonly errors: Readonly<Record<string, string>>;
}

/** A file cannot be given back to a form: browsers would not have it. */
export function FileFields({ urls, errors }: FileFieldsProps): JSX.Element {
  return (
    <>
      <Field
        id="urls"
        label="Addresses"
        hint="One http(s) address of a .src.rpm or .spec in each line; each becomes a build. A spec’s sources are fetched from where it says."
        error={errors['urls']}
      >
        <TextArea
          id="urls"
          text={urls}
          rows={3}
          spellcheck={false}
          placeholder="https://example.org/hello-1.0-1.src.rpm"
        />
      </Field>
      <Field
        id="pkgs"
        label="Or a file from here"
        hint="A .src.rpm, as rpmbuild -bs makes it, or a .spec alone."
        error={errors['pkgs']}
      >
        <input class="kopr-file" id="pkgs" name="pkgs" type="file" accept=".rpm,.spec" aria-describedby="pkgs-hint" />
      </Field>
    </>
  );
}
