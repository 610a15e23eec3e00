/** Ways to fail that many endpoints share, for the API's description. */
import { z } from 'zod';
import type { ErrorCase } from '../endpoint.js';

/** Every answer with a status from 400 on. */
export const errorAnswer = z
  .object({ error: z.string().meta({ description: 'what is wrong; several lines when several things are' }) })
  .meta({ id: 'Error', description: 'Why a request was refused. No answer of another kind has a key `error`.' });

/** The same for whoever has no right to ask at all. */
export const loginAnswer = z
  .object({ output: z.literal('notok'), error: z.string() })
  .meta({ id: 'LoginError', description: 'There was no token, or it is wrong, or it has expired.' });

/** Every endpoint that needs a login may fail so. */
export const loginExpired: ErrorCase = {
  status: 401,
  when: 'No token was sent, or it is wrong, or it has expired.',
  error: 'Login invalid/expired. Please visit https://kopr.example.org/api to get or renew your API token.',
};

/** Every endpoint with names in its path may fail so. */
export const MALFORMED_ADDRESS: ErrorCase = {
  status: 400,
  when: 'The address is not well-formed.',
  error: 'The address is not well-formed: after % come two hexadecimal digits, and bytes are UTF-8',
};

/** Every endpoint with arguments that must be given may fail so. */
export const EMPTY_ARGUMENT: ErrorCase = {
  status: 415,
  when: 'An argument that is needed is empty, and there is no body in which it might stand.',
  error: "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.",
};

/** Every endpoint that reads a body may fail so. */
export const UNREADABLE_BODIES: readonly ErrorCase[] = [
  { status: 400, when: 'The body is not what its headers say.', error: 'Unexpected end of JSON input' },
  { status: 413, when: 'The body is longer than anything that makes sense.', error: 'request entity too large' },
  { status: 415, when: 'The body is coded in a way that is not read.', error: 'unsupported charset "KLINGON"' },
];

/** An owner or a project of the query is not there. */
export const missingArgument: ErrorCase = {
  status: 400,
  when: 'An argument that is needed is missing.',
  error: 'Missing argument ownername',
};

export const noProject: ErrorCase = {
  status: 404,
  when: 'There is no such project, or no such group.',
  error: 'Project jane/hello does not exist.',
};

export const noBuild: ErrorCase = { status: 404, when: 'There is no such build.', error: 'Build 1 does not exist.' };

export const noPackage: ErrorCase = {
  status: 404,
  when: 'The project has no such package.',
  error: 'No package with name hello in copr hello',
};

export const noChroot: ErrorCase = {
  status: 404,
  when: 'There is no such chroot, or its name is none.',
  error: 'Chroot fedora-42-x86_64 does not exist',
};

export const badPage: ErrorCase = {
  status: 400,
  when: '`limit` or `offset` is no number from 0 on, or there is no such column to order by.',
  error: "{'limit': ['Not a valid integer value.']}",
};

export const noBody: ErrorCase = {
  status: 415,
  when: 'Nothing was sent.',
  error: "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.",
};

/** A field of the body is wrong: projects, chroots and packages say it line by line. */
export const badLines: ErrorCase = {
  status: 400,
  when: 'A field is missing or wrong; one line tells of each.',
  error: 'name: This field is required.',
};

/** The same where builds are submitted. */
export const badDictionary: ErrorCase = {
  status: 400,
  when: 'A field is missing or wrong; each is named with what is wrong with it.',
  error: "Bad request parameters: {'timeout': ['Not a valid integer value.']}",
};

/** The caller may not do this. `error` is the text of this endpoint. */
export const notAllowed = (error: string, when = 'The caller may not do this.'): ErrorCase => ({
  status: 403,
  when,
  error,
});

/** A side directory that may not be. */
export const badDirname: ErrorCase = {
  status: 400,
  when: '`project_dirname` is no name of a directory of the project.',
  error: "Copr dirname must start with 'hello:' prefix",
};

export const mayNotBuild: ErrorCase = {
  status: 403,
  when: 'The caller, or the forge project that Packit names, may not build there.',
  error: 'User jane is not allowed to build in the copr: @devel/hello',
};

export const noRoom: ErrorCase = {
  status: 507,
  when: 'The disk that uploads are put on is full; later there may be room.',
  error: 'There is no room for the file: the disk of the frontend is full. Please try again later.',
};

export const tooLarge: ErrorCase = {
  status: 413,
  when: 'The file is larger than the instance takes.',
  error: 'The file is too large, the limit is 10737418240 bytes.',
};
