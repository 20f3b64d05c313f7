// Writes the raw deliveries of the leads project: hand-made cases that carry each defect, then regular leads that are
// complete and distinct. `node generator/generate-leads.mjs [--scale 1|10|100] [--out data]`. The same scale gives the same bytes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: { scale: { type: 'string', default: '1' }, out: { type: 'string', default: 'data' } },
});
const scale = Number(options.scale);

const firstNames = [
  'Olivia',
  'Noah',
  'Emma',
  'Liam',
  'Amelia',
  'Mateo',
  'Sofia',
  'Ezra',
  'Nora',
  'Kai',
  'Lena',
  'Omar',
];
const lastNames = [
  'Garcia',
  'Kim',
  'Novak',
  'Patel',
  'Silva',
  'Weber',
  'Rossi',
  'Larsen',
  'Okafor',
  'Tanaka',
  'Haddad',
];
const places = [
  ['Springfield', 'IL', '62701'],
  ['Decatur', 'IL', '62521'],
  ['Peoria', 'IL', '61602'],
  ['Madison', 'WI', '53703'],
  ['Dayton', 'OH', '45402'],
];

// A regular lead is a function of its number alone, so that January's leads come back unchanged in February.
function regularLead(number) {
  const [city, state, zip] = places[number % places.length];
  const first = firstNames[number % firstNames.length];
  const last = lastNames[number % lastNames.length];
  const digits = String(3_000_000 + number).padStart(7, '0');
  return {
    first,
    last,
    email: `${first}.${last}.${number}@example.com`.toLowerCase(),
    area: '309',
    exchange: digits.slice(0, 3),
    line: digits.slice(3),
    street: `${100 + number} Oak Street`,
    city,
    state,
    zip,
    day: 1 + (number % 20),
  };
}

const two = (number) => String(number).padStart(2, '0');

function quote(field, delimiter) {
  return field.includes(delimiter) || field.includes('"') || field.includes('\n')
    ? `"${field.replaceAll('"', '""')}"`
    : field;
}

const vendors = {
  vendor_a: {
    delimiter: ',',
    lineEnd: '\r\n',
    bom: true,
    headers: { 1: ['First Name', 'Last Name', 'Email', 'Phone', 'Street', 'City', 'State', 'Zip', 'Created At'] },
    counts: { 1: 60, 2: 70 },
    offset: 0,
    row: (lead) => [
      lead.first,
      lead.last,
      lead.email.replace(/^./, (letter) => letter.toUpperCase()),
      `(${lead.area}) ${lead.exchange}-${lead.line}`,
      lead.street,
      lead.city,
      lead.state,
      lead.zip,
      `2026-01-${two(lead.day)}`,
    ],
    cases: {
      1: [
        // Mixed case, blanks around, a state in small letters.
        [
          'Ada',
          'LOVELACE',
          ' Ada.Lovelace@Example.COM ',
          '(217) 555-1001',
          '1 Analytical Way',
          'Springfield',
          'il',
          '62701',
          '2026-01-05',
        ],
        // The same lead again in the same file, with less in it.
        ['ada', 'lovelace', 'ada.lovelace@example.com', '', '', 'Springfield', 'IL', '62701', '2026-01-06'],
        // In the CRM with this phone; February brings another one.
        [
          'Katherine',
          'Johnson',
          'katherine.johnson@example.com',
          '217-555-1003',
          '3 Orbit Rd',
          'Peoria',
          'IL',
          '61602',
          '2026-01-07',
        ],
        // Complete in January; February's copy has lost the address, so January's stays the best record.
        [
          'Mary',
          "O'Brien",
          'mary.obrien@example.com',
          '217 555 1004',
          '4 Harbor St, Apt 2',
          'Madison',
          'WI',
          '53703',
          '2026-01-08',
        ],
        // Neither the e-mail nor the phone is usable: name and zip are the key.
        ['Barbara', 'Liskov', 'not-an-email', '12345', '5 Abstract Ln', 'Dayton', 'OH', '45402-1234', '2026-01-09'],
      ],
      2: [
        [
          'Katherine',
          'Johnson',
          'katherine.johnson@example.com',
          '217-555-2003',
          '3 Orbit Rd',
          'Peoria',
          'IL',
          '61602',
          '2026-02-07',
        ],
        ['Mary', "O'Brien", 'mary.obrien@example.com', '217 555 1004', '', '', '', '', '2026-02-08'],
      ],
    },
  },
  vendor_b: {
    delimiter: ';',
    lineEnd: '\n',
    bom: false,
    headers: {
      1: ['full_name', 'email_address', 'phone_number', 'address', 'signup_date'],
      // The vendor changed the order of the columns without notice.
      2: ['email_address', 'full_name', 'phone_number', 'address', 'signup_date'],
    },
    counts: { 1: 50, 2: 58 },
    offset: 1_000_000,
    reshape: { 2: ([fullName, email, ...rest]) => [email, fullName, ...rest] },
    row: (lead) => [
      `${lead.last}, ${lead.first}`,
      lead.email,
      `${lead.area}.${lead.exchange}.${lead.line}`,
      `${lead.street}, ${lead.city}, ${lead.state} ${lead.zip}`,
      `1/${lead.day}/2026`,
    ],
    cases: {
      1: [
        // Known from vendor_a: as complete and newer, so this is the best record.
        [
          'Lovelace, Ada',
          'ADA.LOVELACE@EXAMPLE.COM',
          '+1 217 555 1001',
          '1 Analytical Way, Springfield, IL 62701',
          '1/12/2026',
        ],
        // No e-mail: the phone is the key. vendor_c knows the same phone.
        ['Grace Hopper', '', '217.555.1002', '2 Compiler Ct, Decatur, IL 62521', '1/10/2026'],
        // A one-line address without a zip.
        [
          'Hamilton, Margaret',
          'margaret.hamilton@example.com',
          '1-217-555-1006',
          '6 Apollo Ave, Peoria, IL',
          '1/11/2026',
        ],
      ],
      2: [
        [
          'ADA.LOVELACE@EXAMPLE.COM',
          'Lovelace, Ada',
          '+1 217 555 1001',
          '1 Analytical Way, Springfield, IL 62701',
          '1/12/2026',
        ],
        // New in February.
        [
          'radia.perlman@example.com',
          'Radia Perlman',
          '2175551007',
          '7 Spanning Tree Rd, Dayton, OH 45402',
          '2/3/2026',
        ],
      ],
    },
  },
  vendor_c: {
    delimiter: '\t',
    lineEnd: '\n',
    bom: false,
    encoding: 'latin1',
    headers: {
      1: ['contact', 'mail', 'tel', 'addr', 'received'],
      // An unknown column appears in February.
      2: ['contact', 'mail', 'tel', 'addr', 'received', 'utm_campaign'],
    },
    counts: { 1: 40, 2: 46 },
    offset: 2_000_000,
    reshape: { 2: (row) => [...row, 'spring'] },
    row: (lead) => [
      `${lead.first} ${lead.last}`.toUpperCase(),
      lead.email.toUpperCase(),
      `+1${lead.area}${lead.exchange}${lead.line}`,
      `${lead.street}, ${lead.city}, ${lead.state} ${lead.zip}`,
      `Jan ${lead.day}, 2026`,
    ],
    cases: {
      1: [
        // The same phone as vendor_b's Grace Hopper, but without an address: vendor_b's record is more complete.
        ['GRACE HOPPER', 'N/A', '(217)5551002', '-', '20260115'],
        // Name and zip only.
        ['alan turing', 'N/A', '-', '8 Enigma Rd, Springfield, IL 62701', 'Jan 9, 2026'],
        // Letters beyond ASCII.
        ['Zoë Muñoz', 'zoe.munoz@example.com', '217 555 1008 x12', '9 Café Blvd, Madison, WI 53703', '20260116'],
        // Nothing that could identify a lead.
        ['N/A', 'N/A', '-', '-', '20260117'],
      ],
      2: [
        ['alan turing', 'N/A', '-', '8 Enigma Rd, Springfield, IL 62701', 'Jan 9, 2026', 'spring'],
        ['Zoë Muñoz', 'zoe.munoz@example.com', '217 555 1008 x12', '9 Café Blvd, Madison, WI 53703', '20260116', ''],
      ],
    },
  },
};

function writeDelivery(name, month) {
  const vendor = vendors[name];
  const headers = vendor.headers[month] ?? vendor.headers[1];
  const regular = Array.from({ length: vendor.counts[month] * scale }, (_, index) =>
    vendor.row(regularLead(vendor.offset + index)),
  );
  const lines = [...vendor.cases[month], ...regular.map(vendor.reshape?.[month] ?? ((row) => row))];
  const text = [headers, ...lines]
    .map((fields) => fields.map((field) => quote(field, vendor.delimiter)).join(vendor.delimiter) + vendor.lineEnd)
    .join('');
  write(name, month, Buffer.from((vendor.bom ? '\uFEFF' : '') + text, vendor.encoding ?? 'utf8'));
}

// The CRM knows the first twenty regular leads of vendor_a as they are, Katherine with her January phone, and one
// contact that no vendor delivers. February's extract adds Radia, who is then already known.
function writeCrmExtract(month) {
  const rows = Array.from({ length: 20 * scale }, (_, index) => {
    const lead = regularLead(index);
    const phone = `+1${lead.area}${lead.exchange}${lead.line}`;
    return [
      `CRM-${1000 + index}`,
      lead.first,
      lead.last,
      lead.email,
      phone,
      lead.street,
      lead.city,
      lead.state,
      lead.zip,
    ];
  });
  rows.push([
    'CRM-9001',
    'Katherine',
    'Johnson',
    'katherine.johnson@example.com',
    '+12175551003',
    '3 Orbit Rd',
    'Peoria',
    'IL',
    '61602',
  ]);
  rows.push([
    'CRM-9002',
    'Edsger',
    'Dijkstra',
    'edsger.dijkstra@example.com',
    '+12175559002',
    '2 Shortest Path',
    'Madison',
    'WI',
    '53703',
  ]);
  if (month === 2) {
    rows.push([
      'CRM-9003',
      'Radia',
      'Perlman',
      'radia.perlman@example.com',
      '+12175551007',
      '7 Spanning Tree Rd',
      'Dayton',
      'OH',
      '45402',
    ]);
  }
  const headers = ['crm_id', 'first_name', 'last_name', 'email', 'phone', 'street', 'city', 'state', 'zip'];
  write(
    'crm',
    month,
    Buffer.from([headers, ...rows].map((fields) => `${fields.map((field) => quote(field, ',')).join(',')}\n`).join('')),
  );
}

function write(folder, month, bytes) {
  mkdirSync(join(options.out, folder), { recursive: true });
  writeFileSync(join(options.out, folder, `2026-${two(month)}.csv`), bytes);
}

for (const month of [1, 2]) {
  for (const name of Object.keys(vendors)) writeDelivery(name, month);
  writeCrmExtract(month);
}
