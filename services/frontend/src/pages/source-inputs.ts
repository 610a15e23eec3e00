/** What the forms of sources ask for, one list for each type; what may be answered, the API's forms decide. Pure. */
import type { FormType } from '../api/source-forms.js';

/** What a build can be made of, as far as forms differ: files, by address or from the reader's disk, or what becomes an SRPM first. */
export type SubmitKind = 'file' | FormType;

/** One of several values. */
interface Option {
  readonly value: string;
  readonly text: string;
}

interface Asked {
  /** As the API calls it. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
}
interface LineInput extends Asked {
  readonly kind: 'line';
  readonly required?: true;
  readonly placeholder?: string;
}
interface TextInput extends Asked {
  readonly kind: 'text';
  readonly required?: true;
  readonly rows: number;
  readonly placeholder?: string;
}
interface ChoiceInput extends Asked {
  readonly kind: 'choice';
  readonly options: readonly Option[];
}
interface BoxesInput extends Asked {
  readonly kind: 'boxes';
  readonly options: readonly Option[];
}
/** One field of a form. */
export type SourceInput = LineInput | TextInput | ChoiceInput | BoxesInput;

/** What may be chosen, known only to the database. */
export interface Choosable {
  readonly chroots: readonly string[];
  /** The default first. */
  readonly distGits: readonly string[];
}

/** The fields of a type, in the order in which people think of them. */
export function sourceInputs(type: FormType, may: Choosable): readonly SourceInput[] {
  return INPUTS[type](may);
}

const INPUTS: Readonly<Record<FormType, (may: Choosable) => readonly SourceInput[]>> = {
  scm: () => SCM,
  distgit: ({ distGits }) => [
    {
      kind: 'line',
      name: 'package_name',
      label: 'Package',
      required: true,
      placeholder: 'hello',
      hint: 'Its name in dist-git.',
    },
    { kind: 'choice', name: 'distgit', label: 'Dist-git', options: distGits.map(plain) },
    {
      kind: 'line',
      name: 'namespace',
      label: 'Namespace',
      hint: 'Such as a fork’s: forks/alice. Empty: the usual one.',
    },
    COMMITTISH,
  ],
  pypi: () => PYPI,
  rubygems: () => [
    { kind: 'line', name: 'gem_name', label: 'Gem', required: true, placeholder: 'rake', hint: 'Its newest version.' },
  ],
  custom: ({ chroots }) => [
    {
      kind: 'text',
      name: 'script',
      label: 'Script',
      required: true,
      rows: 10,
      placeholder: '#! /bin/sh -x\n\ngit clone https://example.org/hello.git\n…',
      hint: 'Leaves a spec and its sources, or an SRPM, where it runs. At most 4 kB. Its first line says what reads it.',
    },
    {
      kind: 'choice',
      name: 'chroot',
      label: 'Chroot of the script',
      options: chroots.map(plain),
      hint: 'Where it runs.',
    },
    {
      kind: 'line',
      name: 'builddeps',
      label: 'Packages that it needs',
      placeholder: 'git make',
      hint: 'Names, divided by spaces.',
    },
    {
      kind: 'line',
      name: 'resultdir',
      label: 'Result directory',
      hint: 'Where it puts its results. Empty: where it runs.',
    },
    {
      kind: 'text',
      name: 'repos',
      label: 'More repositories',
      rows: 2,
      hint: 'One address in each line, for its packages.',
    },
  ],
};

const plain = (value: string): Option => ({ value, text: value });

const COMMITTISH: SourceInput = {
  kind: 'line',
  name: 'committish',
  label: 'Branch, tag or commit',
  placeholder: 'main',
  hint: 'Empty: the repository’s own branch.',
};

const SCM: readonly SourceInput[] = [
  {
    kind: 'choice',
    name: 'scm_type',
    label: 'Kind of repository',
    options: [
      { value: 'git', text: 'Git' },
      { value: 'svn', text: 'Subversion' },
    ],
  },
  {
    kind: 'line',
    name: 'clone_url',
    label: 'Address of the repository',
    required: true,
    placeholder: 'https://example.org/hello.git',
    hint: 'What git clone takes.',
  },
  COMMITTISH,
  { kind: 'line', name: 'subdirectory', label: 'Subdirectory', hint: 'Where in the repository the package is.' },
  {
    kind: 'line',
    name: 'spec',
    label: 'Spec',
    placeholder: 'hello.spec',
    hint: 'Its path in the subdirectory. Empty: the only one there is.',
  },
  {
    kind: 'choice',
    name: 'srpm_build_method',
    label: 'How the SRPM is made',
    options: [
      { value: 'rpkg', text: 'rpkg: from the spec, or a template of one' },
      { value: 'tito', text: 'tito: from the newest tag' },
      { value: 'tito_test', text: 'tito test: from the newest commit' },
      { value: 'make_srpm', text: 'make srpm: by .copr/Makefile' },
    ],
  },
];

const PYPI: readonly SourceInput[] = [
  { kind: 'line', name: 'pypi_package_name', label: 'Project', required: true, placeholder: 'requests' },
  { kind: 'line', name: 'pypi_package_version', label: 'Version', hint: 'Empty: the newest.' },
  {
    kind: 'choice',
    name: 'spec_generator',
    label: 'What writes the spec',
    options: [
      { value: 'pyp2spec', text: 'pyp2spec: by today’s guidelines' },
      { value: 'pyp2rpm', text: 'pyp2rpm: also for older distributions' },
    ],
  },
  {
    kind: 'choice',
    name: 'spec_template',
    label: 'Template',
    options: [{ value: '', text: 'the usual one' }, ...['fedora', 'epel7', 'mageia', 'pld'].map(plain)],
    hint: 'For pyp2rpm.',
  },
  {
    kind: 'boxes',
    name: 'python_versions',
    label: 'Versions of Python',
    options: ['3', '2'].map(plain),
    hint: 'For pyp2rpm. None ticked: 3.',
  },
];
