import { expect } from 'chai';
import { alarmMail } from '../src/domain/alarm-mail.js';
import { hearWord, type Alarm } from '../src/domain/alarm.js';

const at = (time: string) => new Date(`2026-01-01T${time}Z`);
const word = (rings: boolean, time: string) => ({ service: 'dist-git', alarm: 'disk-full', rings, at: at(time) });
const heardOf = (...words: (readonly [boolean, string])[]) =>
  words.reduce<Alarm | undefined>((known, [rings, time]) => hearWord(known, word(rings, time)) ?? known, undefined);

describe('an alarm', () => {
  it('rings from its first word on, however often it is said', () => {
    expect(heardOf([true, '12:00:00'], [true, '12:01:00']))
      .to.include({ easedAt: null })
      .and.deep.include({
        since: at('12:00:00'),
        saidAt: at('12:01:00'),
      });
  });

  it('is over when that is said, and begins anew when it rings later', () => {
    expect(heardOf([true, '12:00:00'], [false, '12:01:00'])?.easedAt).to.deep.equal(at('12:01:00'));
    const anew = heardOf([true, '12:00:00'], [false, '12:01:00'], [true, '12:30:00']);
    expect(anew).to.deep.include({ since: at('12:30:00'), easedAt: null });
  });

  it('was never over when it rings again within minutes', () => {
    const goesOn = heardOf([true, '12:00:00'], [false, '12:01:00'], [true, '12:05:00']);
    expect(goesOn).to.deep.include({ since: at('12:00:00'), easedAt: null });
  });

  it('does not listen to words that were overtaken, nor to an end of what never rang', () => {
    const known = heardOf([true, '12:00:00'], [false, '12:01:00']);
    expect(hearWord(known, word(true, '12:00:30'))).to.equal(undefined);
    expect(hearWord(undefined, word(false, '12:00:00'))).to.equal(undefined);
  });
});

const words = {
  service: 'dist-git',
  alarm: 'disk-full',
  text: 'the disk is full\r\nBcc: eve@example.org',
  since: '2026-01-01T12:00:00.000Z',
  easedAt: null,
};

describe('the mail about an alarm', () => {
  it('tells what rings since when, and what to do', () => {
    const mail = alarmMail(words, 'kopr.example.org');
    expect(mail.subject).to.equal('Alarm: disk-full at dist-git');
    expect(mail.text).to.include('  the disk is full Bcc: eve@example.org\n');
    expect(mail.text).to.include('Since 2026-01-01 12:00 UTC.').and.include('Make room');
    expect(mail.messageId).to.equal('<alarm-dist-git-disk-full-1767268800000@kopr.example.org>');
  });

  it('tells that it is over, as another mail', () => {
    const over = alarmMail({ ...words, easedAt: '2026-01-01T12:40:00.000Z' }, 'kopr.example.org');
    expect(over.subject).to.equal('Over: disk-full at dist-git');
    expect(over.text).to.include('From 2026-01-01 12:00 UTC to 2026-01-01 12:40 UTC.').and.include('nothing to do');
    expect(over.messageId).not.to.equal(alarmMail(words, 'kopr.example.org').messageId);
  });

  it('writes no markup of strangers', () => {
    expect(alarmMail({ ...words, text: '<b onclick=x>' }, 'x').html).to.include('&lt;b onclick=x&gt;');
  });
});
