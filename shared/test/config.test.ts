import { expect } from 'chai';
import { COMMON, envExample, httpPort, readConfig, setting } from '@kopr/shared/config';
import { KoprError } from '@kopr/shared/errors';

const SETTINGS = {
  name: setting.text({ name: 'KOPR_NAME', meaning: 'a name', default: 'kopr' }),
  slots: setting.integer({ name: 'KOPR_SLOTS', meaning: 'how many', default: 2 }, { min: 1, max: 9 }),
  on: setting.flag({ name: 'KOPR_ON', meaning: 'whether', default: false }),
  home: setting.url({ name: 'KOPR_HOME', meaning: 'where' }),
  rest: setting.seconds({ name: 'KOPR_REST', meaning: 'how long', default: 30 }),
  size: setting.oneOf(['small', 'large'], { name: 'KOPR_SIZE', meaning: 'how big', default: 'small' }),
  key: setting.file({ name: 'KOPR_KEY_FILE', meaning: 'the key', default: null }),
  password: setting.integer({ name: 'KOPR_PASSWORD', meaning: 'a secret number', default: null, secret: true }),
};

function problemsOf(env: NodeJS.ProcessEnv): string {
  try {
    readConfig(SETTINGS, env);
  } catch (error) {
    if (error instanceof KoprError && error.code === 'config') return error.message;
    throw error;
  }
  return '';
}

describe('configuration', () => {
  it('takes defaults, null for what is optional, and the rest from the environment', () => {
    expect(readConfig(SETTINGS, { KOPR_HOME: 'http://localhost:5000/', KOPR_REST: '5m', KOPR_NAME: '' })).to.deep.equal(
      {
        name: 'kopr',
        slots: 2,
        on: false,
        home: 'http://localhost:5000',
        rest: 300,
        size: 'small',
        key: null,
        password: null,
      },
    );
  });

  it('is frozen', () => {
    expect(Object.isFrozen(readConfig(SETTINGS, { KOPR_HOME: 'http://a' }))).to.equal(true);
  });

  it('gives a file’s text for its name', () => {
    const file = new URL(import.meta.url).pathname;
    expect(readConfig({ key: SETTINGS.key }, { KOPR_KEY_FILE: file }).key).to.contain('gives a file’s text');
  });

  it('names every problem at once: the variable, what was expected, what was found', () => {
    const problems = problemsOf({ KOPR_SLOTS: '10', KOPR_ON: 'perhaps', KOPR_REST: 'soon', KOPR_SIZE: 'huge' });
    expect(problems.split('\n')).to.have.length(5);
    expect(problems).to.contain('KOPR_SLOTS: expected a whole number from 1 to 9, found "10"');
    expect(problems).to.contain('KOPR_ON: expected 1 or 0, true or false, yes or no, found "perhaps"');
    expect(problems).to.contain('KOPR_SIZE: expected one of small, large, found "huge"');
    expect(problems).to.contain('KOPR_HOME is not set: where');
  });

  it('says what is wrong with a file', () => {
    expect(problemsOf({ KOPR_HOME: 'http://a', KOPR_KEY_FILE: '/nowhere/key.pem' })).to.contain(
      'expected the path of a readable file (ENOENT), found "/nowhere/key.pem"',
    );
  });

  it('never prints a secret', () => {
    const problems = problemsOf({ KOPR_HOME: 'http://a', KOPR_PASSWORD: 'hunter2' });
    expect(problems).to.contain('KOPR_PASSWORD').and.not.contain('hunter2');
  });

  it('can be written down as an example, each variable once', () => {
    const text = envExample([
      { service: 'frontend', settings: { ...COMMON, httpPort: httpPort(5000), name: SETTINGS.name } },
      { service: 'notifier', settings: { ...COMMON, httpPort: httpPort(5006) } },
    ]);
    expect(text.match(/KOPR_HTTP_PORT=/g)).to.have.length(1);
    expect(text).to.contain('# Defaults: frontend 5000, notifier 5006');
    expect(text).to.contain('(required)\n#KOPR_AMQP_URL=');
    expect(text).to.contain('# frontend\n\n# a name\n#KOPR_NAME=kopr\n');
  });
});
