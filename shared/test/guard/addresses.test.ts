import { isPublicAddress } from '@kopr/shared/guard';
import { expect } from 'chai';
import fc from 'fast-check';

const words = (text: string): string[] => text.trim().split(/\s+/);

const PRIVATE: readonly [kind: string, addresses: string][] = [
  ['this host', '0.0.0.0 0.1.2.3 127.0.0.1 127.8.8.8 127.255.255.255 :: ::1'],
  ['private networks', '10.0.0.0 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.255.255'],
  ['carrier-grade NAT', '100.64.0.0 100.127.255.255'],
  ['metadata of clouds', '169.254.169.254 169.254.170.2 100.100.100.200 192.0.0.192 fd00:ec2::254 fe80::a9fe:a9fe'],
  ['link-local, with and without zone', '169.254.0.1 fe80::1 febf::1 fe80::1%eth0 2606:4700::1111%eth0'],
  ['unique local and site local', 'fc00::1 fd12:3456::1 fec0::1'],
  ['multicast and broadcast', '224.0.0.1 239.255.255.255 255.255.255.255 ff02::1 ff0e::1'],
  ['reserved', '240.0.0.1 192.0.0.1 192.88.99.1 198.18.0.1 198.19.255.255 100::1 4000::1 5f00::1 e000::1'],
  ['documentation', '192.0.2.1 198.51.100.1 203.0.113.1 2001:db8::1 3fff::1'],
  ['protocol assignments', '2001:1::1 2001:20::1 2001:1ff:ffff::1'],
  ['mapped private ones', '::ffff:127.0.0.1 ::ffff:7f00:1 0:0:0:0:0:ffff:10.0.0.1 ::FFFF:169.254.169.254'],
  ['compatible forms, public or not', '::127.0.0.1 ::8.8.8.8 ::7f00:1'],
  ['translated forms, public or not', '::ffff:0:127.0.0.1 ::ffff:0:8.8.8.8'],
  ['NAT64 of private ones', '64:ff9b::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe'],
  ['NAT64 of local use', '64:ff9b:1::8.8.8.8 64:ff9b:1:fffe::1'],
  ['6to4 of private ones', '2002:7f00:1:: 2002:a00:1::1 2002:c0a8:101::1 2002:a9fe:a9fe::'],
  [
    'Teredo with a private server or client',
    '2001:0:7f00:1:0:0:f7f7:f7f7 2001:0:808:808:0:0:80ff:fffe 2001:0:808:808::5601:5601 2001::1',
  ],
  ['ISATAP of private ones', '2606:4700::5efe:10.0.0.1 2606:4700::200:5efe:7f00:1'],
  ['no addresses at all', '1.2.3 1.2.3.4.5 256.1.1.1 0x7f.0.0.1 127.1 2130706433 01.02.03.04 localhost [::1] ::1::'],
];

const PUBLIC: readonly [kind: string, addresses: string][] = [
  [
    'IPv4',
    '1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0 223.255.255.255',
  ],
  [
    'beside special nets',
    '100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255 169.255.0.0 198.17.255.255 198.20.0.0',
  ],
  ['IPv6', '2606:4700::1111 2a00:1450:4001::1 2001:200::1 2001:4860:4860::8888 2400::1 3ffe::1'],
  ['mapped', '::ffff:8.8.8.8 ::ffff:808:808'],
  ['NAT64', '64:ff9b::8.8.8.8 64:ff9b::808:808'],
  ['6to4', '2002:808:808::1'],
  ['Teredo', '2001:0:808:808:0:0:f7f7:f7f7'],
  ['ISATAP', '2606:4700::5efe:8.8.8.8'],
];

describe('addresses', () => {
  for (const [kind, addresses] of PRIVATE) {
    for (const address of words(addresses)) {
      it(`are not public: ${kind}, ${address}`, () => expect(isPublicAddress(address)).to.equal(false));
    }
  }
  it('are not public: the empty text', () => expect(isPublicAddress('')).to.equal(false));
  for (const [kind, addresses] of PUBLIC) {
    for (const address of words(addresses)) {
      it(`are public: ${kind}, ${address}`, () => expect(isPublicAddress(address)).to.equal(true));
    }
  }

  /** Forms that carry an IPv4 address, given as two groups of hex. */
  const CARRIERS: readonly ((high: string, low: string) => string)[] = [
    (high, low) => `::ffff:${high}:${low}`,
    (high, low) => `0:0:0:0:0:FFFF:${high}:${low}`,
    (high, low) => `64:ff9b::${high}:${low}`,
    (high, low) => `2002:${high}:${low}::`,
    (high, low) => `2002:${high}:${low}:1:2:3:4:5`,
    (high, low) => `2001:0:${high}:${low}:8000:63bf:f7f7:f7f7`,
    (high, low) => `2001:0:808:808:8000:63bf:${inverted(high)}:${inverted(low)}`,
    (high, low) => `2a00:1450:4001:801:0:5efe:${high}:${low}`,
  ];

  it('that carry an IPv4 address are as public as that', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.constantFrom(...CARRIERS), (number, carry) => {
        const [high, low] = [(number >>> 16).toString(16), (number & 0xffff).toString(16)];
        expect(isPublicAddress(carry(high, low)), carry(high, low)).to.equal(isPublicAddress(dotted(number)));
      }),
      { numRuns: 5000 },
    );
  });

  it('are judged without an exception, whatever text they are', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.ipV6(), fc.stringMatching(/^[0-9a-f:.%]{0,45}$/)),
        (text) => {
          expect(isPublicAddress(text)).to.be.a('boolean');
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('of private networks are private wherever one looks', () => {
    const nets: [base: number, bits: number][] = [
      [0x00000000, 8],
      [0x0a000000, 8],
      [0x7f000000, 8],
      [0xa9fe0000, 16],
      [0xac100000, 12],
      [0xc0a80000, 16],
      [0xe0000000, 3],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...nets), fc.nat(0xffffffff), ([base, bits], number) => {
        const address = dotted((base | (number & (2 ** (32 - bits) - 1))) >>> 0);
        expect(isPublicAddress(address), address).to.equal(false);
      }),
      { numRuns: 2000 },
    );
  });
});

function inverted(hex: string): string {
  return (Number.parseInt(hex, 16) ^ 0xffff).toString(16);
}

function dotted(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff).join('.');
}
