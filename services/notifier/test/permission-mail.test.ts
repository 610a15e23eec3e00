import { expect } from 'chai';
import { type Body, permissionChanged } from '@kopr/proto';
import { permissionMail } from '../src/domain/permission-mail.js';

const fact = (change: Partial<Body<'permission.changed'>> = {}) => ({
  ...permissionChanged.body.parse(permissionChanged.example),
  ...change,
});

describe('the mail about permissions', () => {
  it('tells owners who asks for what', () => {
    const mail = permissionMail(fact(), 'k', 'kopr.example.org');
    expect(mail.subject).to.equal('bob asks for permissions in alice/tools');
    expect(mail.text).to.include('builder: asked for').and.not.include('admin:');
    expect(mail.text).to.include('http://localhost:5000/coprs/alice/tools/');
    expect(mail.messageId).to.equal('<permission-k@kopr.example.org>');
  });

  it('tells who was decided about what became of it', () => {
    const after = { admin: 'nothing', builder: 'approved' } as const;
    const before = { admin: 'request', builder: 'request' } as const;
    const mail = permissionMail(fact({ by: 'alice', before, after }), 'k', 'kopr.example.org');
    expect(mail.subject).to.equal('alice changed your permissions in alice/tools');
    expect(mail.text).to.include('builder: approved').and.include('admin: taken away');
    expect(mail.html).to.include('builder: approved, admin: taken away');
  });
});
